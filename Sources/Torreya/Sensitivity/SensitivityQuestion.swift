import Planning
import Reports
import SourceText
import Vocabulary

/// What a sensitivity analysis or a search for conditions is asked for.
public struct SensitivityQuestion: Hashable, Sendable {
  public enum Method: String, CaseIterable, Sendable {
    case tornado, ranks, sobol, shapley, information
  }

  /// An indicator in a period.
  public struct Place: Hashable, Sendable {
    public let indicator: String
    public let period: String

    public init(indicator: String, period: String) {
      (self.indicator, self.period) = (indicator, period)
    }
  }

  /// The ids of targets.
  public var targets: [String] = []
  public var places: [Place] = []
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

  /// The question as a manifest records it.
  public var arguments: [String] {
    var list = [
      "targets=" + targets.joined(separator: ","),
      "methods=" + methods.map(\.rawValue).joined(separator: ","),
      "by=" + (byObject ? "object" : "stream"), "pairs=\(pairs)", "confidence=\(confidence)",
      "variants=" + variants.joined(separator: ","), "boxes=\(search.boxes)",
      "patience=\(search.patience)", "mass=\(search.smallestMass)",
    ]
    if let density = search.density { list.append("density=\(density)") }
    list += places.map { "place=\($0.indicator)@\($0.period)" }
    return list
  }

  /// Reads what `arguments` wrote; nil when it is something else.
  public init?(arguments: [String]) {
    for argument in arguments {
      guard let sign = argument.firstIndex(of: "=") else { return nil }
      let (name, text) = (argument[..<sign], String(argument[argument.index(after: sign)...]))
      let parts = text.split(separator: ",").map(String.init)
      switch name {
      case "targets": targets = parts
      case "methods": methods = parts.compactMap(Method.init)
      case "by": byObject = text == "object"
      case "pairs": pairs = Int(text) ?? pairs
      case "confidence": confidence = Double(text) ?? confidence
      case "variants": variants = parts
      case "boxes": search.boxes = Int(text) ?? search.boxes
      case "patience": search.patience = Double(text) ?? search.patience
      case "mass": search.smallestMass = Double(text) ?? search.smallestMass
      case "density": search.density = Double(text)
      case "place":
        guard let at = text.lastIndex(of: "@") else { return nil }
        places.append(
          Place(
            indicator: String(text[..<at]), period: String(text[text.index(after: at)...])))
      default: return nil
      }
    }
  }
}
