import Formulas
import Probability
import SourceText

extension ValueReader {
  /// The parameters of a family, in whichever of its forms they stand; nil, with diagnostics, if
  /// they are not all there.
  func parameters(
    _ descriptor: DistributionDescriptor, _ node: JSONNode, _ path: JSONPath, _ depth: Int
  ) -> ParameterValues? {
    for form in descriptor.forms {
      switch (form, node.value) {
      case (.table, .object(let members)): return table(members, path)
      case (.values, .array(let elements)): return values(elements, path)
      case (.rows(let parameters), .array(let elements)):
        return rows(elements, parameters, descriptor, path, depth).map { rows in
          var values = ParameterValues([:])
          values.rows = rows
          return values
        }
      case (.parameters, .object(let members)):
        return named(members, descriptor, node, path, depth)
      default: continue
      }
    }
    context.report(
      wrongType(
        node,
        expected: BilingualText(
          zh: "例如 \(descriptor.example)", en: "such as \(descriptor.example)"), path: path))
    return nil
  }

  private func values(_ elements: [JSONNode], _ path: JSONPath) -> ParameterValues? {
    let numbers = elements.enumerated().compactMap {
      number($1, path.appending(index: $0))?.value
    }
    guard numbers.count == elements.count else { return nil }
    let weight = 1 / Double(numbers.count)
    return ParameterValues([:], table: numbers.map { ($0, weight) })
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

  /// The objects of a list.
  private func rows(
    _ elements: [JSONNode], _ parameters: [Parameter], _ descriptor: DistributionDescriptor,
    _ path: JSONPath, _ depth: Int
  ) -> [ParameterValues]? {
    let rows = elements.enumerated().compactMap { index, element -> ParameterValues? in
      let path = path.appending(index: index)
      guard case .object(let members) = element.value else {
        context.report(wrongType(element, expected: parameters.written, path: path))
        return nil
      }
      let reader = FormReader(
        reader: self, family: descriptor.noun, forms: [parameters], node: element, path: path,
        depth: depth)
      return reader.read(members, as: parameters)
    }
    return rows.count == elements.count ? rows : nil
  }

  /// Parameters by name, in whichever of the family's forms they fit best.
  private func named(
    _ members: [JSONMember], _ descriptor: DistributionDescriptor, _ node: JSONNode,
    _ path: JSONPath, _ depth: Int
  ) -> ParameterValues? {
    let given = Set(members.map(\.key))
    let forms = descriptor.forms.compactMap { form -> [Parameter]? in
      if case .parameters(let parameters) = form { parameters } else { nil }
    }
    let form = forms.max { $0.fit(given) < $1.fit(given) }!
    let reader = FormReader(
      reader: self, family: descriptor.noun, forms: forms, node: node, path: path, depth: depth)
    guard var values = reader.read(members, as: form) else { return nil }
    for parameter in form {
      guard let member = node.member(parameter.name) else { continue }
      let path = path.appending(key: member.key)
      switch parameter.role {
      case .quantiles:
        guard let points = quantiles(member.value, path) else { return nil }
        values.points = points
      case .rows(let parameters):
        guard case .array(let elements) = member.value.value else {
          let expected = BilingualText(zh: "由对象组成的列表", en: "a list of objects")
          context.report(wrongType(member.value, expected: expected, path: path))
          return nil
        }
        guard let rows = rows(elements, parameters, descriptor, path, depth) else { return nil }
        values.rows = rows
      default: continue
      }
    }
    return values
  }

  /// A map from probabilities to values.
  private func quantiles(_ node: JSONNode, _ path: JSONPath) -> [(
    probability: Double, value: Double
  )]? {
    guard case .object(let members) = node.value else {
      let example = "{ \"0.1\": …, \"0.5\": …, \"0.9\": … }"
      let expected = BilingualText(
        zh: "对象，键为概率，值为数值，例如 \(example)",
        en: "an object from probabilities to values, such as \(example)")
      context.report(wrongType(node, expected: expected, path: path))
      return nil
    }
    let points = members.compactMap { member -> (probability: Double, value: Double)? in
      let path = path.appending(key: member.key)
      let probability = probability(member, path)
      guard let value = number(member.value, path)?.value, let probability else { return nil }
      return (probability, value)
    }
    return points.count == members.count ? points : nil
  }

  /// The probability that a key denotes: `0.1` or `10%`.
  private func probability(_ member: JSONMember, _ path: JSONPath) -> Double? {
    let isNumber = Double(member.key) != nil
    let key = JSONNode(
      value: isNumber ? .number(text: member.key) : .string(member.key), range: member.keyRange)
    guard let probability = plainNumber(key, path) else { return nil }
    if probability > 0, probability < 1 { return probability }
    context.report(
      Diagnostic(
        .distributionParameters,
        BilingualText(
          zh: "“\(member.key)”不是分位数的概率",
          en: "'\(member.key)' is no probability of a quantile"),
        at: member.keyRange, path: path.description,
        expected: BilingualText(
          zh: "0 与 1 之间的数，例如 \"0.1\" 或 \"10%\"；上下界写作 low、high",
          en: "a number between 0 and 1, such as \"0.1\" or \"10%\"; a bound is low or high"),
        found: .same(member.key)))
    return nil
  }

  func number(_ node: JSONNode, as parameter: Parameter, _ path: JSONPath) -> Double? {
    switch parameter.role {
    case .value: number(node, path)?.value
    case .spread: spreadReader.number(node, path)?.value
    default: plainNumber(node, path)
    }
  }

  /// A distance between values has the unit of the values, between dates it has days.
  private var spreadReader: ValueReader {
    ValueReader(
      context: context, unit: unit.hasSameDimension(as: .date) ? .day : unit, name: name,
      cadence: cadence, member: member)
  }

  func plainNumber(_ node: JSONNode, _ path: JSONPath) -> Double? {
    ValueReader(context: context, unit: .one, name: name, cadence: cadence, member: member)
      .number(node, path)?.value
  }
}
