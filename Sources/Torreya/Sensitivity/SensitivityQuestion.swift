import Planning

/// What a sensitivity analysis or a search for conditions is asked for.
public struct SensitivityQuestion: Hashable, Sendable {
  public enum Method: String, CaseIterable, Sendable {
    case tornado, ranks, sobol, shapley, information
  }

  /// The ids of targets.
  public var targets: [String] = []
  /// Indicators, each as `id` or `id@period`.
  public var indicators: [String] = []
  public var methods: [Method] = [.tornado, .ranks, .sobol]
  /// Whether all streams of an object are one input, and not each by itself.
  public var byObject = false
  /// For Shapley effects: pairs of orders.
  public var pairs = 16
  /// For values of information: with which probability a promise is to be kept.
  public var confidence = 0.8
  /// For values of information: the variants between which, and the scenario itself, to choose;
  /// none for the choice of a promise.
  public var variants: [String] = []
  /// For boxes.
  public var search = BoxSearch()

  public init() {}
}
