import Formulas
import Probability
import SourceText

/// Uncertain shares of a whole, which sum to one in every trial: where visitors come from, what a
/// budget is spent on.
///
/// Each part draws a gamma amount from the stream of its own name, and its share is its amount
/// over the sum of all: together they have Dirichlet's distribution. So a share moves with another
/// random value by a correlation of its stream, and a part that comes in later leaves the draws
/// of the others as they were.
///
/// - Source: Devroye, *Non-Uniform Random Variate Generation* (1986), theorem XI.4.1.
public struct Shares: Component {
  static let members = Field(
    "members", .map(.quantity(.share)), zh: "各部分的平均份额，合计为 1",
    en: "the mean share of each part by its id; all of them sum to 1")
  static let concentration = Field(
    "concentration", .quantity(.one), zh: "集中度，越大份额越确定",
    en: "how sure the shares are: one of 50 % has the standard deviation 5 % with 99, 10 % with 24")
  static let drawn = Field(
    "drawn", .choice(["once", "everyYear", "everyPeriod"]), .defaults(to: "once"),
    zh: "多久重新抽取一次", en: "how often they are drawn anew")

  public static let descriptor = ObjectDescriptor(
    "shares", zh: "份额", en: "uncertain shares of a whole, which sum to one",
    fields: [members, concentration, drawn],
    example: """
      { "members": { "region": "55%", "province": "30%", "elsewhere": "15%" }, "concentration": 60 }
      """)

  /// A part's share of one draw of the stream of its name, in base units of a gamma distribution.
  struct Part {
    let id: String
    let share: Double
    let range: SourceRange
    let formula: Formula
  }

  let parts: [Part]

  /// Smaller amounts could vanish, and with all of them their sum.
  private static let smallestShape = 0.1
  private static let largestShape = 1e9

  init(_ reader: ObjectReader) {
    let cadence =
      reader.choice(Self.drawn).flatMap(Draw.Cadence.init(rawValue:)) ?? .once
    let concentration = reader.quantity(Self.concentration)
    guard let means = Self.means(reader), let concentration,
      let gammas = Self.gammas(means, concentration, reader)
    else {
      parts = []
      return
    }
    let draws = zip(means, gammas).map { mean, gamma in
      Formula(
        .draw(
          Draw(
            stream: reader.name(mean.member.key), cadence: cadence, distribution: gamma,
            unit: .one, text: "gamma")), origin: mean.member.keyRange)
    }
    let sum = Formula(.call(.sum, draws))
    parts = zip(means, draws).map { mean, draw in
      Part(
        id: reader.name(mean.member.key), share: mean.share, range: mean.member.keyRange,
        formula: draw / sum)
    }
    for (mean, part) in zip(means, parts) { Self.addAssumption(mean.member, part, reader) }
  }

  /// The mean shares, which sum to one; nil, with diagnostics, if they do not.
  private static func means(_ reader: ObjectReader) -> [(member: JSONMember, share: Double)]? {
    guard let given = reader.quantities(members) else { return nil }
    for (member, share) in given where !member.key.isIdentifier || !(share > 0) {
      let isName = member.key.isIdentifier
      reader.context.report(
        Diagnostic(
          .invalidValue, isName ? .emptyShare(of: member.key) : .noName(member.key),
          at: isName ? member.value.range : member.keyRange,
          path: reader.path.appending(key: members.key).appending(key: member.key).description,
          expected: isName
            ? BilingualText(zh: "大于 0 的份额", en: "a share above 0") : FieldShape.id.expectation,
          found: .same(member.value.excerpt)))
      return nil
    }
    let sum = given.reduce(0) { $0 + $1.value }
    guard given.count > 1, abs(sum - 1) < 1e-6 else {
      reader.reportInvalid(
        members, given.count > 1 ? .sharesSumToOne : .atLeastTwoParts, expected: .sharesExample)
      return nil
    }
    return given.map { ($0.member, $0.value / sum) }
  }

  /// The amounts that the parts draw; nil, with a diagnostic, if they would be out of any range.
  private static func gammas(
    _ means: [(member: JSONMember, share: Double)], _ concentration: Double,
    _ reader: ObjectReader
  ) -> [Gamma]? {
    let least = smallestShape / (means.map(\.share).min() ?? 1)
    var gammas: [Gamma] = []
    for mean in means {
      let shape = mean.share * concentration
      guard shape >= smallestShape, shape <= largestShape,
        let gamma = try? Gamma(ParameterValues(["shape": shape, "scale": 1]))
      else {
        reader.reportInvalid(
          Self.concentration, .extremeConcentration,
          expected: .init(
            zh: "\(Int(least.rounded(.up))) 到 \(Int(largestShape)) 的数",
            en: "a number from \(Int(least.rounded(.up))) to \(Int(largestShape))"))
        return nil
      }
      gammas.append(gamma)
    }
    return gammas
  }

  private static func addAssumption(
    _ member: JSONMember, _ part: Part, _ reader: ObjectReader
  ) {
    let label = reader.nearestLabel
    let concentration = reader.member(concentration)?.node.wholeText ?? ""
    reader.context.add(
      Assumption(
        id: part.id,
        label: label.followed(by: member.key),
        value: part.share, unit: .share,
        text: "shares { \"\(member.key)\": \(member.value.wholeText), "
          + "\"concentration\": \(concentration) }",
        isUncertain: true, source: reader.source, note: reader.note))
  }
}

extension BilingualText {
  fileprivate static func emptyShare(of part: String) -> BilingualText {
    BilingualText(zh: "“\(part)”没有份额", en: "the share of '\(part)' is nothing")
  }

  fileprivate static let sharesSumToOne = BilingualText(
    zh: "各部分平均份额之和须为 1", en: "the mean shares of a whole must sum to 1")
  fileprivate static let atLeastTwoParts = BilingualText(
    zh: "总体至少有两个部分", en: "a whole has at least two parts")
  fileprivate static let sharesExample = BilingualText(
    zh: "份额，例如 { \"region\": \"70%\", \"elsewhere\": \"30%\" }",
    en: "shares such as { \"region\": \"70%\", \"elsewhere\": \"30%\" }")
  fileprivate static let extremeConcentration = BilingualText(
    zh: "按这样的集中度，某一部分可能为零，或从不变动",
    en: "with this concentration a part may be nothing, or never varies")
}
