import Formulas
import Probability
import SourceText

extension ValueReader {
  /// A random value of a family of distributions.
  func draw(_ family: any Distribution.Type, _ node: JSONNode, _ path: JSONPath) -> ValueReading {
    guard let values = parameters(family.descriptor, node, path) else { return placeholder }
    let text = family.descriptor.name + " " + node.wholeText
    do throws(ParameterError) {
      let distribution = try family.init(values)
      let draw = Draw(
        stream: name, cadence: cadence, distribution: distribution, unit: unit,
        text: text)
      var reading = ValueReading(Formula(.draw(draw), origin: node.range))
      reading.likely = distribution.likely
      reading.unit = writtenUnit(node)
      reading.text = text
      reading.isUncertain = true
      return reading
    } catch {
      report(error, family.descriptor, node, path)
      return placeholder
    }
  }

  /// The unit in which the planner wrote the first quantity of a distribution.
  private func writtenUnit(_ node: JSONNode) -> UnitOfMeasure? {
    let texts: [JSONNode] =
      switch node.value {
      case .object(let members): members.map(\.value)
      case .array(let elements): elements
      default: []
      }
    for case .string(let text) in texts.map(\.value) {
      if let unit = try? Quantity(parsing: text).unit, unit.hasSameDimension(as: self.unit) {
        return unit
      }
    }
    return nil
  }

  private func report(
    _ error: ParameterError, _ descriptor: DistributionDescriptor, _ node: JSONNode,
    _ path: JSONPath
  ) {
    let member = node.member(error.parameter)
    context.report(
      Diagnostic(
        .distributionParameters, "'\(error.parameter)' makes no \(descriptor.name) distribution",
        at: member?.value.range ?? node.range,
        path: member.map { path.appending(key: $0.key).description } ?? path.description,
        expected: error.expected, found: (member?.value ?? node).excerpt))
  }

  private func parameters(
    _ descriptor: DistributionDescriptor, _ node: JSONNode, _ path: JSONPath
  ) -> ParameterValues? {
    switch node.value {
    case .object(let members):
      if case .table? = descriptor.forms.first { return table(members, path) }
      return named(members, descriptor, node, path)
    case .array(let elements):
      guard case .values? = descriptor.forms.first else { break }
      let numbers = elements.enumerated().compactMap {
        number($1, path.appending(index: $0))?.value
      }
      guard numbers.count == elements.count, !numbers.isEmpty else { return nil }
      let weight = 1 / Double(numbers.count)
      return ParameterValues([:], table: numbers.map { ($0, weight) })
    default: break
    }
    context.report(
      wrongType(node, expected: "such as \(descriptor.example)", path: path))
    return nil
  }

  /// A table from values to probabilities.
  private func table(_ members: [JSONMember], _ path: JSONPath) -> ParameterValues? {
    var rows: [(value: Double, probability: Double)] = []
    for member in members {
      let path = path.appending(key: member.key)
      let text = unit.allowsBareNumbers && Double(member.key) != nil
      let key = JSONNode(
        value: text ? .number(text: member.key) : .string(member.key), range: member.keyRange)
      guard let value = number(key, path)?.value,
        let probability = plainNumber(member.value, path)
      else { return nil }
      rows.append((value, probability))
    }
    return ParameterValues([:], table: rows)
  }

  /// Parameters by name, in whichever of the family's forms they fit best.
  private func named(
    _ members: [JSONMember], _ descriptor: DistributionDescriptor, _ node: JSONNode,
    _ path: JSONPath
  ) -> ParameterValues? {
    let given = Set(members.map(\.key))
    let forms = descriptor.forms.compactMap { form -> [Parameter]? in
      if case .parameters(let parameters) = form { parameters } else { nil }
    }
    let form = forms.max { $0.fit(given) < $1.fit(given) }!
    let missing = form.filter { $0.isRequired && !given.contains($0.name) }
    let unknown = members.filter { member in !form.contains { $0.name == member.key } }
    for member in unknown {
      context.report(
        Diagnostic(
          .unknownKey, "\(descriptor.name) has no parameter '\(member.key)'",
          at: member.keyRange, path: path.appending(key: member.key).description,
          expected: forms.map(\.written).joined(separator: ", or "),
          suggestion: didYouMean(member.key, among: form.map(\.name))))
    }
    if let first = missing.first {
      context.report(
        Diagnostic(
          .missingKey, "\(descriptor.name) lacks the parameter '\(first.name)'", at: node.range,
          path: path.description, expected: forms.map(\.written).joined(separator: ", or "),
          found: node.excerpt))
    }
    guard missing.isEmpty, unknown.isEmpty else { return nil }
    var values: [String: Double] = [:]
    for parameter in form {
      guard let member = node.member(parameter.name) else {
        values[parameter.name] = parameter.defaultValue
        continue
      }
      guard let number = number(member.value, as: parameter, path.appending(key: member.key))
      else { return nil }
      values[parameter.name] = number
    }
    return ParameterValues(values)
  }

  private func number(_ node: JSONNode, as parameter: Parameter, _ path: JSONPath) -> Double? {
    switch parameter.role {
    case .value: number(node, path)?.value
    case .spread: spreadReader.number(node, path)?.value
    case .number, .probability: plainNumber(node, path)
    }
  }

  /// A distance between values has the unit of the values, between dates it has days.
  private var spreadReader: ValueReader {
    ValueReader(
      context: context, unit: unit.hasSameDimension(as: .date) ? .day : unit, name: name,
      cadence: cadence)
  }

  func plainNumber(_ node: JSONNode, _ path: JSONPath) -> Double? {
    ValueReader(context: context, unit: .one, name: name, cadence: cadence)
      .number(node, path)?.value
  }
}

extension [Parameter] {
  /// How well the given keys fit: what they name, less what they lack.
  fileprivate func fit(_ given: Set<String>) -> Int {
    let named = count { given.contains($0.name) }
    let missing = count { $0.isRequired && !given.contains($0.name) }
    return 2 * named - missing
  }

  /// `{ low, likely, high, shape = 4 }`.
  fileprivate var written: String {
    let names = map { parameter in
      parameter.defaultValue.map { "\(parameter.name) = \($0)" }
        ?? (parameter.isRequired ? parameter.name : parameter.name + "?")
    }
    return "{ " + names.joined(separator: ", ") + " }"
  }
}

extension JSONNode {
  /// The member of an object with this key.
  func member(_ key: String) -> JSONMember? {
    if case .object(let members) = value { members.first { $0.key == key } } else { nil }
  }
}
