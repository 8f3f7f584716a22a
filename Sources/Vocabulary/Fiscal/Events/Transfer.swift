import Formulas
import SourceText

/// Funds won from above (向上争取资金): applied for, awarded with a probability, and released in
/// parts. They are no revenue of any definition.
///
/// Whether it is won is settled once, in the period of the award, by the probability that holds
/// then; a policy in force may move it. An award before the horizon is settled as it begins.
public struct Transfer: Component {
  static let probability = Field(
    "probability", .value(.share), .defaults(to: "1"), zh: "争取到的概率",
    en: "the probability that it is won, as it is in the period of the award",
    called: BilingualText(zh: "争取到的概率", en: "probability that it is won"))
  static let amount = Field("amount", .value(.yuan), zh: "金额", en: "what is awarded")
  static let application = Field(
    "application", .date, .optional, zh: "申报日", en: "the day of the application")
  static let award = Field(
    "award", .value(.date), zh: "下达日", en: "the day of the award, which may be uncertain",
    called: BilingualText(zh: "下达日", en: "day of the award"))
  static let releases = Field(
    "releases", .list(.object(TransferRelease.descriptor)), .optional, zh: "分批拨付",
    en: "in which parts it is paid; left out, all of it with the award")

  public static let descriptor = ObjectDescriptor(
    "transfer", zh: "向上争取资金", en: "funds from above",
    fields: [.id, .label, probability, amount, application, award, releases])

  let indicators: [Indicator]
  /// What is received in a period.
  let received: Formula

  init(_ reader: ObjectReader) {
    _ = reader.id()
    let amount = reader.requiredValue(Self.amount)
    let award = reader.requiredValue(Self.award)
    let won = Formula.reference(reader.name("won"))
    Self.checkApplication(reader)
    let releases = Self.releases(reader, award: award, won: won)
    let paid = releases.map { $0.paid * .constant($0.share) }
    received = .reference(reader.name("received"))
    let isWon = Self.won(reader, award)
    reader.requireShare(Self.probability)
    indicators =
      [
        reader.indicator(
          "won", "已争取到", "won", .level, .share, isWon, .inner)
      ] + releases.flatMap(\.indicators) + [
        reader.indicator(
          "received", "到位资金", "received", .flow, .tenThousandYuan, amount * .total(paid, .one))
      ]
  }

  /// 1 from the period of the award on, if it is won.
  private static func won(_ reader: ObjectReader, _ award: Formula) -> Formula {
    let isWon = Formula.event(
      stream: reader.name("wins"), probability: reader.value(probability, default: 1),
      drawn: .once)
    let isNew = Formula.call(
      .or, .call(.equal, .reference("period.index"), .constant(0)),
      .call(.lessOrEqual, .reference("period.start"), award))
    let before = Formula.call(.previous, .reference(reader.name("won")), .constant(0, .share))
    return .call(
      .conditional, .call(.less, award, .reference("period.end")),
      .call(.conditional, isNew, isWon, before), .constant(0))
  }

  private static func releases(_ reader: ObjectReader, award: Formula, won: Formula)
    -> [TransferRelease]
  {
    let given = reader.list(releases)
    guard reader.has(releases) else {
      return [TransferRelease(ofAll: reader, award: award, won: won)]
    }
    let parts = given.map { TransferRelease($0, award: award, won: won) }
    let sum = parts.reduce(0) { $0 + $1.share }
    if !parts.isEmpty, abs(sum - 1) > 1e-12 {
      reader.reportInvalid(
        releases,
        .init(
          zh: "各批拨付的占比之和为 \(sum)", en: "the shares of the releases sum to \(sum)"),
        expected: .init(zh: "合计为 1 的占比", en: "shares that sum to 1"))
    } else if parts.isEmpty {
      reader.reportInvalid(
        releases, .init(zh: "没有写任何一批拨付", en: "there is no release"),
        expected: .init(
          zh: "一批或几批，或不写键“releases”", en: "one or more, or no key 'releases'"))
    }
    return parts
  }

  private static func checkApplication(_ reader: ObjectReader) {
    guard let application = reader.date(application) else { return }
    reader.context.add(
      Assumption(
        id: reader.name(Self.application.key), label: reader.labelled(Self.application.name),
        value: Double(application.dayNumber), unit: .date, text: "given", isUncertain: false,
        source: reader.source, note: reader.note))
    if let day = reader.constant(award), day < Double(application.dayNumber) {
      reader.reportInvalid(
        award, .init(zh: "下达日早于申报日", en: "the award comes before the application"))
    }
  }
}
