import Reports
import Simulation
import SourceText
import Vocabulary

/// What a what-if was asked, as the command line and the manifest tell it: options with their
/// values, so that it can be asked again.
public struct WhatIfQuestion: Hashable, Sendable {
  /// An option's name without dashes, and its value; for a flag an empty one.
  public struct Argument: Hashable, Sendable {
    public let name: String
    public let value: String
  }

  public private(set) var arguments: [Argument] = []

  public init() {}

  /// - Parameter texts: such as `lever=promotionVisits=0:60:10`.
  public init(_ texts: [String]) {
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      arguments.append(
        Argument(name: String(parts[0]), value: parts.count > 1 ? String(parts[1]) : ""))
    }
  }

  public var texts: [String] { arguments.map { $0.name + "=" + $0.value } }

  /// Adds an option; nothing for one that was not given.
  public mutating func add(_ name: String, _ value: String?) {
    if let value { arguments.append(Argument(name: name, value: value)) }
  }

  func values(_ name: String) -> [String] {
    arguments.filter { $0.name == name }.map(\.value)
  }

  func value(_ name: String) -> String? { values(name).first }

  /// The values that commas part.
  func list(_ name: String) -> [String]? {
    value(name).map { value in
      value.split(separator: ",").map { part in
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }.filter { !$0.isEmpty }
    }
  }

  /// The figures that `targets` and `indicators` name: all targets where neither does.
  public func figures(of model: ScenarioModel) throws(QuestionError) -> [WhatIfFigure] {
    let named = try model.figures(ofIndicators: list("indicators") ?? [])
    let targets = list("targets")
    let judged = targets != nil || named.isEmpty ? try model.figures(ofTargets: targets) : []
    guard !(judged + named).isEmpty else {
      throw QuestionError("The scenario has no targets: name --indicators.")
    }
    return judged + named
  }
}

extension Diagnostics {
  /// What is wrong with what was asked.
  init(_ error: QuestionError) {
    self.init([Diagnostic(.invalidValue, error.message, at: nil)])
  }
}
