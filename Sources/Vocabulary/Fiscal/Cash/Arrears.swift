import Formulas
import SourceText

/// What becomes of tax that is not paid when it falls due.
///
/// It joins the arrears at the end of the period in which it fell due. Of the arrears with which
/// a period begins a share is paid, and another written off, in each of its months; a `Surcharge`
/// may be paid with it.
struct Arrears {
  static let late = Field(
    "late", .value(.share), .defaults(to: "0"), zh: "到期未按时缴纳的比例",
    en: "the share of what falls due that is not paid on time")
  static let recovery = Field(
    "recovery", .value(.share), .defaults(to: "0"), zh: "欠税每月清缴的比例",
    en: "the share of the arrears that is paid in a month")
  static let writeOff = Field(
    "writeOff", .value(.share), .defaults(to: "0"), zh: "欠税每月核销的比例",
    en: "the share of the arrears that is given up in a month")
  static let opening = Field(
    "openingArrears", .value(.yuan), .defaults(to: "0元"), zh: "期初欠税",
    en: "the arrears when the horizon begins")

  static let fields = [late, recovery, writeOff, opening] + Surcharge.fields

  /// The share of what falls due that is not paid on time; nil where all of it is.
  let late: Formula?
  /// Known before the first period; nil where there are none.
  let opening: Formula?
  /// The share of the arrears with which a period begins that it brings, and that it gives up.
  let recovered, writtenOff: Formula?
  /// What is paid besides the tax; nil where nothing is.
  let surcharge: Surcharge?

  init(_ reader: ObjectReader) {
    late = Self.share(Self.late, reader)
    opening = reader.value(Self.opening).map { reader.atStart(Self.opening, $0) }
    let recovery = Self.share(Self.recovery, reader)
    let loss = Self.share(Self.writeOff, reader)
    if let paid = reader.constant(Self.recovery), let given = reader.constant(Self.writeOff),
      paid + given > 1
    {
      reader.reportInvalid(
        Self.writeOff,
        .init(
          zh: "一个月内清缴与核销之和超过全部欠税",
          en: "more than all arrears would be paid or written off in a month"),
        expected: .init(
          zh: "不超过“recovery”余下的部分", en: "no more than 'recovery' leaves"))
    }
    let months = reader.context.horizon.frequency.monthsPerPeriod
    (recovered, writtenOff) = Self.ofPeriod(recovery, loss, months: months)
    let all = Formula.constant(1)
    let paid = recovery ?? .constant(0)
    let left = loss.map { .call(.maximum, all - paid - $0, .constant(0)) } ?? all - paid
    surcharge = Surcharge(reader, monthly: (paid, left))
  }

  /// A share; where it is uncertain, cut to what a share can be.
  static func share(_ field: Field, _ reader: ObjectReader) -> Formula? {
    guard let share = reader.value(field) else { return nil }
    guard let number = reader.constant(field) else {
      return .call(.clamp, share, .constant(0), .constant(1))
    }
    if !(0...1).contains(number) {
      reader.reportInvalid(field, .noShare, expected: .from0To1)
    }
    return share
  }

  /// The shares of a period, of which each month's apply to what the one before has left.
  ///
  /// Where the two would exceed all arrears, what is paid comes first.
  private static func ofPeriod(_ recovery: Formula?, _ loss: Formula?, months: Int) -> (
    recovered: Formula?, writtenOff: Formula?
  ) {
    let all = Formula.constant(1)
    func overMonths(_ share: Formula) -> Formula {
      months == 1 ? share : all - .call(.power, all - share, .constant(Double(months)))
    }
    guard let recovery, let loss else {
      return (recovery.map(overMonths), loss.map(overMonths))
    }
    let given = Formula.call(.minimum, loss, all - recovery)
    if months == 1 { return (recovery, given) }
    let gone = overMonths(recovery + given)
    // Where both are zero nothing goes, and the quotient does not matter.
    let paid = recovery / .call(.maximum, recovery + given, .constant(1e-300))
    return (gone * paid, gone * (all - paid))
  }
}
