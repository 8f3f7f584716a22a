import SourceText

/// What is wrong with a number of arguments; nil when it is right.
func argumentCountDiagnostic(
  _ function: FormulaFunction, count: Int, at range: SourceRange?
) -> Diagnostic? {
  let descriptor = function.descriptor
  let arity = descriptor.arity
  guard !arity.contains(count) else { return nil }
  let (least, most) = (arity.lowerBound, arity.upperBound)
  let wanted =
    switch most {
    case least: BilingualText.same("\(least)")
    case .max: BilingualText(zh: "至少 \(least)", en: "at least \(least)")
    default: BilingualText(zh: "\(least) 或 \(most)", en: "\(least) or \(most)")
    }
  let noun = least == 1 && (most == 1 || most == .max) ? "argument" : "arguments"
  return Diagnostic(
    .argumentCount,
    .init(
      zh: "“\(descriptor.spelling)”需要 \(wanted.zh) 个参数，这里给了 \(count) 个",
      en: "'\(descriptor.spelling)' takes \(wanted.en) \(noun), and \(count) are given"),
    at: range, expected: .same(descriptor.signature))
}

extension BilingualText {
  /// That a pattern stands where one number is wanted.
  static func severalIndicators(_ pattern: String) -> BilingualText {
    BilingualText(
      zh: "“\(pattern)”指的是若干个指标", en: "'\(pattern)' stands for several indicators")
  }

  /// Where patterns may stand.
  static let placeOfPatterns = BilingualText(
    zh: "这样的名称只能作为 sum、mean、sumOfLargest、min 或 max 的参数",
    en: "such a pattern as an argument of sum, mean, sumOfLargest, min or max only")
}
