import Formulas
import Probability
import SourceText

/// Reads an object that gives the parameters of a distribution, or of a part of one.
struct FormReader {
  let reader: ValueReader
  /// The family's name, for messages.
  let family: BilingualText
  /// The forms that the object may have, for messages.
  let forms: [[Parameter]]
  let node: JSONNode
  let path: JSONPath
  /// How many distributions there are around this one.
  let depth: Int

  private var context: ReadingContext { reader.context }

  /// The parameters of a form, without the lists and maps among them, which their owner reads.
  func read(_ members: [JSONMember], as form: [Parameter]) -> ParameterValues? {
    guard hasAll(members, of: form) else { return nil }
    var named: [String: Double] = [:]
    var choices: [String: String] = [:]
    var inner: (any Distribution)?
    // What is wrong with one parameter does not hide what is wrong with another.
    var isWhole = true
    for parameter in form {
      if case .distribution(let kind) = parameter.role {
        guard let member = members.first(where: { isFamily($0, form) }) else { continue }
        guard let distribution = distribution(member, kind) else { return nil }
        inner = distribution
        continue
      }
      guard let member = members.first(where: { $0.key == parameter.name }) else {
        named[parameter.name] = parameter.defaultValue
        continue
      }
      let path = path.appending(key: member.key)
      switch parameter.role {
      case .value, .spread, .number, .probability:
        let number = reader.number(member.value, as: parameter, path)
        named[parameter.name] = number
        isWhole = isWhole && number != nil
      case .text:
        guard case .string = member.value.value else {
          context.report(wrongType(member.value, expected: .aText, path: path))
          isWhole = false
          continue
        }
      case .choice(let words):
        let word = choice(member, words, path)
        choices[parameter.name] = word
        isWhole = isWhole && word != nil
      case .quantiles, .rows, .distribution: continue
      }
    }
    guard isWhole else {
      reportOrder(of: named, members)
      return nil
    }
    var values = ParameterValues(named)
    values.choices = choices
    values.distribution = inner
    return values
  }

  /// Tells what is wrong with the order of the ends that could be read; where all could, the
  /// family does.
  private func reportOrder(of named: [String: Double], _ members: [JSONMember]) {
    let rising = ["low", "likely", "high"].filter { name in
      named[name] != nil && members.contains { $0.key == name }
    }
    for (lower, upper) in zip(rising, rising.dropFirst()) {
      guard let least = named[lower], let value = named[upper], value < least,
        let member = members.first(where: { $0.key == upper })
      else { continue }
      context.report(
        Diagnostic(
          .distributionParameters,
          BilingualText(
            zh: "“\(upper)”小于“\(lower)”", en: "'\(upper)' lies below '\(lower)'"),
          at: member.value.range, path: path.appending(key: upper).description,
          expected: BilingualText(
            zh: "不小于 \(lower) 的数", en: "a number at or above \(lower)"),
          found: .same(member.value.excerpt)))
    }
  }

  private func choice(_ member: JSONMember, _ words: [String], _ path: JSONPath) -> String? {
    guard case .string(let word) = member.value.value, words.contains(word) else {
      let found: String? = if case .string(let word) = member.value.value { word } else { nil }
      context.report(
        Diagnostic(
          .invalidValue, .noChoice(member.key), at: member.value.range, path: path.description,
          expected: .oneOf(words), found: .same(member.value.excerpt),
          suggestion: found.flatMap { didYouMean($0, among: words) }))
      return nil
    }
    return word
  }

  // MARK: A distribution within

  private func isFamily(_ member: JSONMember, _ form: [Parameter]) -> Bool {
    Distributions.named(member.key) != nil && !form.contains { $0.name == member.key }
  }

  private func distribution(_ member: JSONMember, _ kind: DistributionKind) -> (any Distribution)?
  {
    let path = path.appending(key: member.key)
    let families = Distributions.families(kind)
    guard let inner = families.first(where: { $0.descriptor.name == member.key }) else {
      context.report(
        Diagnostic(
          .distributionParameters,
          BilingualText(
            zh: "“\(member.key)”不能放在\(family.zh)之内",
            en: "'\(member.key)' does not fit into \(family.en)"), at: member.keyRange,
          path: path.description, expected: .oneOf(families.map { $0.descriptor.name }),
          found: .same(member.key)))
      return nil
    }
    return reader.distribution(inner, member.value, path, depth: depth + 1)
  }

  // MARK: Keys

  /// Whether the keys are those of a form; what is wrong with them has been reported.
  private func hasAll(_ members: [JSONMember], of form: [Parameter]) -> Bool {
    let written = forms.map(\.written).joined(BilingualText(zh: "，或 ", en: ", or "))
    let holds = form.contains { $0.holdsDistribution }
    let families = holds ? members.filter { isFamily($0, form) } : []
    let unknown = members.filter { member in
      !form.contains { $0.name == member.key && !$0.holdsDistribution }
        && !families.contains { $0.key == member.key }
    }
    let known = form.names + (holds ? Distributions.all.map { $0.descriptor.name } : [])
    for member in unknown {
      context.report(
        Diagnostic(
          .unknownKey,
          BilingualText(
            zh: "\(family.zh)没有参数“\(member.key)”",
            en: "\(family.en) has no parameter '\(member.key)'"), at: member.keyRange,
          path: path.appending(key: member.key).description, expected: written,
          suggestion: didYouMean(member.key, among: known)))
    }
    if families.count > 1 {
      context.report(
        Diagnostic(
          .distributionParameters,
          BilingualText(
            zh: "此处有不止一个分布", en: "there is more than one distribution here"),
          at: families[1].keyRange, path: path.appending(key: families[1].key).description,
          expected: .oneOf(families.map(\.key))))
    }
    let missing = form.filter { parameter in
      parameter.isRequired
        && (parameter.holdsDistribution
          ? families.isEmpty : !members.contains { $0.key == parameter.name })
    }
    if let first = missing.first {
      context.report(
        Diagnostic(
          .missingKey, lack(of: first), at: node.range, path: path.description,
          expected: written, found: .same(node.excerpt)))
    }
    return missing.isEmpty && unknown.isEmpty && families.count < 2
  }

  private func lack(of parameter: Parameter) -> BilingualText {
    parameter.holdsDistribution
      ? BilingualText(
        zh: "\(family.zh)在此缺少一个分布", en: "\(family.en) lacks a distribution here")
      : BilingualText(
        zh: "\(family.zh)缺少参数“\(parameter.name)”",
        en: "\(family.en) lacks the parameter '\(parameter.name)'")
  }
}

extension Parameter {
  /// Whether its key is the name of a family of distributions.
  var holdsDistribution: Bool { if case .distribution = role { true } else { false } }
}

extension [Parameter] {
  /// The keys, without those that are names of families.
  var names: [String] { filter { !$0.holdsDistribution }.map(\.name) }

  /// How well the given keys fit: what they name, less what they lack.
  func fit(_ given: Set<String>) -> Int {
    let named = count { given.contains($0.name) }
    let missing = count { $0.isRequired && !given.contains($0.name) }
    return 2 * named - missing
  }

  /// `{ low, likely, high, shape = 4 }`.
  var written: BilingualText {
    let names = map { parameter -> BilingualText in
      if parameter.holdsDistribution {
        let mark = parameter.isRequired ? "" : "?"
        return BilingualText(zh: "<一个分布>" + mark, en: "<a distribution>" + mark)
      }
      return .same(
        parameter.defaultValue.map { "\(parameter.name) = \($0)" }
          ?? (parameter.isRequired ? parameter.name : parameter.name + "?"))
    }
    let listed = names.joined(.same(", "))
    return BilingualText(zh: "{ \(listed.zh) }", en: "{ \(listed.en) }")
  }
}

extension DistributionDescriptor {
  /// What a message calls it.
  var noun: BilingualText { BilingualText(zh: "\(chineseName)（\(name)）", en: name) }

  private var parameterLists: [[Parameter]] {
    forms.compactMap { form in
      switch form {
      case .parameters(let parameters), .rows(let parameters): parameters
      case .table, .values: nil
      }
    }
  }

  /// Whether distributions stand within it.
  var holdsDistributions: Bool { parameterLists.joined().contains(where: \.holdsDistribution) }

  /// The parameters that are lists or maps.
  var listParameters: [String] {
    parameterLists.joined().filter { parameter in
      switch parameter.role {
      case .rows, .quantiles: true
      default: false
      }
    }.map(\.name)
  }
}
