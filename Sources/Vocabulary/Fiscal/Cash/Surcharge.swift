import Formulas
import SourceText

/// What late tax brings besides itself: a surcharge (滞纳金) for each day that it is overdue, paid
/// with the tax.
///
/// It is reckoned on the tax alone and not on itself, and has no highest amount: whether article 45
/// of the Administrative Coercion Law (2011) keeps it below the tax is disputed, and at 0.05 % a
/// day would matter after 2,000 days. The days run from the end of the period in which the tax fell
/// due, when it joins the arrears, to the end of the month in which it is paid. `Arrears` brings
/// the same share of old and new debts, so what is paid of the surcharge that has grown on all of
/// them is that share of it: no debt has to be followed by itself. What is given up takes its
/// surcharge with it.
///
/// - Accuracy: that of following every debt by itself, to rounding (1e-12).
/// - Complexity: nine opcodes a period, and two for each further month of it.
/// - Source: Tax Collection and Administration Law of China (2001), article 32: 0.05 % a day;
///   rules for its implementation (2002), article 75: from the day after the deadline to the day of
///   payment.
struct Surcharge {
  static let perDay = Field(
    "surchargePerDay", .value(.share), .optional, zh: "滞纳金日加收率（法定万分之五）",
    en: "the surcharge on tax in arrears, as a share of it for each day, paid with the tax: 0.05 % "
      + "by law; left out, there is none")
  static let opening = Field(
    "openingSurcharge", .value(.yuan), .defaults(to: "0元"), zh: "期初欠税已产生而未缴的滞纳金",
    en: "the surcharge that has grown on the opening arrears when the horizon begins")

  static let fields = [perDay, opening]

  /// What grows in a period on a yuan that is still in arrears at its end.
  let onLeft: Formula
  /// What has grown in a period, by the months in which they are paid, on the parts that are paid
  /// of a yuan in arrears.
  let onRecovered: Formula
  /// Known before the first period; nil where there is none.
  let opening: Formula?

  /// The surcharge on arrears; nil where none is said.
  ///
  /// - Parameter monthly: the share of the arrears with which a month begins that it brings, and
  ///   the share that it leaves.
  init?(_ reader: ObjectReader, monthly: (recovered: Formula, left: Formula)) {
    let opening = reader.value(Self.opening)
    if opening != nil {
      for field in [Arrears.opening, Self.perDay] where !reader.has(field) {
        reader.reportInvalid(
          Self.opening,
          .init(
            zh: "写了期初滞纳金，却没有写“\(field.key)”",
            en: "there is a surcharge at first, and '\(field.key)' is not given"),
          expected: .init(zh: "同时写 \"\(field.key)\"", en: "also \"\(field.key)\""))
      }
    }
    guard let share = Arrears.share(Self.perDay, reader) else { return nil }
    let rate = share / .constant(1, .day)
    let horizon = reader.context.horizon
    /// The days of the first months of each period.
    func days(ofMonths months: Int) -> Formula {
      let days = horizon.periods.map { period in
        Period(.monthly, containing: period.firstDay).advanced(by: months).firstDay.dayNumber
          - period.firstDay.dayNumber
      }
      return Formula(.series(days.map(Double.init), .day))
    }
    let months = horizon.frequency.monthsPerPeriod
    // Of what is left by the months before, each month brings its part, which has been late since
    // the period began.
    let perShare = (1..<months).reversed().reduce(days(ofMonths: months)) { later, month in
      days(ofMonths: month) + monthly.left * later
    }
    onLeft = rate * days(ofMonths: months)
    onRecovered = rate * monthly.recovered * perShare
    self.opening = opening.map { reader.atStart(Self.opening, $0) }
  }
}
