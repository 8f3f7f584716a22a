/// Which of the Theta models: how the trend line is found, and whether its weight is estimated.
///
/// All of them are simple exponential smoothing with a line added. The standard model gives the
/// line the weight one half, which is theta = 2; the weight is `1 - 1 / theta`.
///
/// - Source: Fiorucci, Pellegrini, Louzada, Petropoulos, Koehler (2016), "Models for optimising
///   the theta method and their relationship to state space models", section 3.
public enum ThetaForm: String, CaseIterable, Hashable, Sendable {
  /// The least squares line of all values, with half its slope: STM.
  case standard
  /// The same line with an estimated weight: OTM.
  case optimised
  /// A line that is fitted anew with each value, with the weight one half: DSTM.
  case dynamicStandard
  /// Such a line with an estimated weight: DOTM.
  case dynamicOptimised

  /// Whether the line is that of the values up to each step, not of all.
  var isDynamic: Bool { self == .dynamicStandard || self == .dynamicOptimised }
  /// Whether the weight of the line is estimated.
  var estimatesWeight: Bool { self == .optimised || self == .dynamicOptimised }
  /// The abbreviation of the paper.
  var abbreviation: String {
    switch self {
    case .standard: return "STM"
    case .optimised: return "OTM"
    case .dynamicStandard: return "DSTM"
    case .dynamicOptimised: return "DOTM"
    }
  }
}

/// Whether and how the seasons are taken off before a model without seasons is fitted.
public enum SeasonalChoice: Hashable, Sendable {
  /// Not at all.
  case none
  /// As factors where the autocorrelation tells of seasons, and added where factors cannot be:
  /// where a value is not positive.
  case tested
  /// In the same way, with a pattern that changes over the years: the decomposition by loess with
  /// constants over 13 years, of the logarithms for factors. Its last year goes on.
  case evolving
  /// Added where the autocorrelation tells of seasons.
  case testedAdditive
  /// As factors or added, whatever the autocorrelation is.
  case always(SeasonalForm)
}
