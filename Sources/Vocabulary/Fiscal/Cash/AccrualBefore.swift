import Formulas

/// What accrued before the horizon, as far as it is paid within it: for years of which a part or
/// all lies before.
struct AccrualBefore {
  /// What accrued in the calendar year before that of the first period.
  let lastYear: Formula
  /// What the calendar year of the first period would bring as a whole, without shocks.
  let thisYear: Formula
  /// The field that makes it unknown: a formula that has no value before the horizon.
  var unknownBecauseOf: Field?
}
