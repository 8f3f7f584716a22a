import Formulas
import Probability
import SourceText

extension ValueReader {
  /// A random value of a family of distributions.
  func draw(_ family: any Distribution.Type, _ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard let distribution = distribution(family, node, path, depth: 0) else {
      return placeholder
    }
    let text = family.descriptor.name + " " + node.wholeText
    let draw = Draw(
      stream: name, cadence: cadence, distribution: distribution, unit: unit, text: text)
    var reading = ValueReading(Formula(.draw(draw), origin: node.range))
    reading.likely = distribution.likely
    reading.unit = writtenUnit(node)
    reading.text = text
    reading.isUncertain = true
    return reading
  }

  /// How deep distributions may stand within distributions: a mixture within a mixture.
  private static let depthMaximum = 1

  /// A distribution with its parameters in base units; nil, with diagnostics, where they make
  /// none.
  func distribution(
    _ family: any Distribution.Type, _ node: JSONNode, _ path: JSONPath, depth: Int
  ) -> (any Distribution)? {
    let descriptor = family.descriptor
    if depth > Self.depthMaximum, descriptor.holdsDistributions {
      context.report(
        Diagnostic(
          .distributionParameters,
          BilingualText(
            zh: "“\(descriptor.name)”在分布中嵌套过深",
            en: "'\(descriptor.name)' stands too deep within distributions"),
          at: node.range, path: path.description,
          expected: BilingualText(
            zh: "混合分布中最多再套一层混合分布，后者的各部分为普通分布",
            en: "at most a mixture within a mixture, whose parts are plain distributions"),
          found: .same(node.excerpt),
          suggestion: BilingualText(
            zh: "把它的各部分写到外层的混合分布中", en: "give its parts to the mixture around it")))
      return nil
    }
    guard let values = parameters(descriptor, node, path, depth) else { return nil }
    do throws(ParameterError) {
      return try family.init(values)
    } catch {
      report(error, descriptor, node, path)
      return nil
    }
  }

  /// The unit in which the planner wrote the first quantity of a distribution.
  private func writtenUnit(_ node: JSONNode) -> UnitOfMeasure? {
    switch node.value {
    case .string(let text):
      guard let unit = try? Quantity(parsing: text).unit, unit.hasSameDimension(as: self.unit)
      else { return nil }
      return unit
    case .object(let members): return members.lazy.compactMap { writtenUnit($0.value) }.first
    case .array(let elements): return elements.lazy.compactMap { writtenUnit($0) }.first
    default: return nil
    }
  }

  // MARK: What makes no distribution

  private func report(
    _ error: ParameterError, _ descriptor: DistributionDescriptor, _ node: JSONNode,
    _ path: JSONPath
  ) {
    let place = Place(node, path).holding(error, descriptor)
    context.report(
      Diagnostic(
        .distributionParameters,
        BilingualText(
          zh: (place.key.map { "“\($0)”" } ?? "这") + "构不成\(descriptor.noun.zh)",
          en: (place.key.map { "'\($0)'" } ?? "this")
            + " makes no \(descriptor.name) distribution"),
        at: place.node.range, path: place.path.description, expected: error.expected,
        found: .same(place.node.excerpt)))
  }
}

/// A node with its path, and its key if it has one.
private struct Place {
  var key: String?
  let node: JSONNode
  let path: JSONPath

  init(_ node: JSONNode, _ path: JSONPath, key: String? = nil) {
    (self.node, self.path, self.key) = (node, path, key)
  }

  /// The place of the parameter that is to be mended; as near to it as there is something.
  func holding(_ error: ParameterError, _ descriptor: DistributionDescriptor) -> Place {
    guard let row = error.row else { return member(error.parameter) ?? self }
    // The list is the node itself, or the parameter that is one.
    let list =
      if case .array = node.value { self } else {
        descriptor.listParameters.lazy.compactMap { member($0) }.first ?? self
      }
    guard let element = list.element(row) else { return list }
    return element.member(error.parameter) ?? element
  }

  private func member(_ key: String) -> Place? {
    node.member(key).map { Place($0.value, path.appending(key: key), key: key) }
  }

  private func element(_ row: Int) -> Place? {
    switch node.value {
    case .array(let elements) where elements.indices.contains(row):
      Place(elements[row], path.appending(index: row))
    case .object(let members) where members.indices.contains(row):
      Place(members[row].value, path.appending(key: members[row].key), key: members[row].key)
    default: nil
    }
  }
}

extension JSONNode {
  /// The member of an object with this key.
  func member(_ key: String) -> JSONMember? {
    if case .object(let members) = value { members.first { $0.key == key } } else { nil }
  }
}
