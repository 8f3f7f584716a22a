import SourceText

/// What an indicator's formula needs of the same period; or anything of something else.
public struct Dependency {
  /// The place of what is needed, such as an indicator among the definitions.
  public let index: Int
  /// Where it is named.
  public let origin: SourceRange?

  /// A need of what stands at a place.
  public init(index: Int, origin: SourceRange? = nil) {
    self.index = index
    self.origin = origin
  }
}

extension Formula {
  /// The ids that it needs of the same period, as often as it names them, in order.
  ///
  /// What `previous` and `lagged` look back at is not among them: that is what makes cycles
  /// through it models and not mistakes.
  func forEachReferenceOfSamePeriod(_ body: (String, SourceRange?) -> Void) {
    switch node {
    case .constant, .series, .daySeries, .draw, .scheduled, .members: break
    case .reference(let id): body(id, origin)
    case .call(let function, let arguments):
      let looksBack = function == .previous || function == .lagged
      for argument in looksBack ? arguments.dropFirst() : arguments[...] {
        argument.forEachReferenceOfSamePeriod(body)
      }
    }
  }
}

/// An order of indicators, or of other things, in which each needs only those before it, as close
/// to the order of declaration as that allows; and the cycles that stand in the way.
///
/// The walk keeps its own stack, so a chain of any length is ordered.
///
/// - Complexity: O(indicators + dependencies).
public struct DependencyOrder {
  private let dependencies: [[Dependency]]
  private var state: [Visit]
  /// The indicators on the way to the current one, each with the dependency to follow next.
  private var path: [(index: Int, next: Int)] = []

  private enum Visit { case unseen, onPath, done }

  /// The places of the indicators in evaluation order.
  public private(set) var order: [Int] = []
  /// Each cycle as the dependencies that lead around it, the last one back to the first.
  public private(set) var cycles: [[Dependency]] = []

  /// Finds the order.
  ///
  /// - Parameter starts: every place at least once, those first that are to come as early as they
  ///   can; the order of declaration when it is left out.
  public init(_ dependencies: [[Dependency]], from starts: [Int]? = nil) {
    self.dependencies = dependencies
    state = Array(repeating: .unseen, count: dependencies.count)
    for start in starts ?? Array(dependencies.indices) where state[start] == .unseen {
      walk(from: start)
    }
  }

  private mutating func walk(from start: Int) {
    enter(start)
    while let (index, next) = path.last {
      guard next < dependencies[index].count else {
        path.removeLast()
        state[index] = .done
        order.append(index)
        continue
      }
      path[path.count - 1].next += 1
      let needed = dependencies[index][next].index
      switch state[needed] {
      case .unseen: enter(needed)
      case .onPath: cycles.append(cycle(backTo: needed))
      case .done: break
      }
    }
  }

  private mutating func enter(_ index: Int) {
    state[index] = .onPath
    path.append((index, 0))
  }

  /// The dependencies on the path from an indicator back to itself.
  private func cycle(backTo index: Int) -> [Dependency] {
    let start = path.lastIndex { $0.index == index } ?? 0
    // `next` already points behind the dependency that was followed.
    return path[start...].map { dependencies[$0.index][$0.next - 1] }
  }
}

/// The cycle as the loop that it is: `a → b → c → a`.
///
/// - Parameter cycle: its places are those of the indicators and behind them of the schedules.
func cycleDiagnostic(_ cycle: [Dependency], of definitions: Definitions) -> Diagnostic {
  let indicators = definitions.indicators
  // The loop begins with the indicator that is declared first.
  let least = cycle.indices.min { cycle[$0].index < cycle[$1].index } ?? 0
  let loop = cycle[least...] + cycle[..<least]
  let names = loop.map { dependency in
    guard dependency.index >= indicators.count else {
      return BilingualText.same(indicators[dependency.index].id)
    }
    let schedule = definitions.schedules[dependency.index - indicators.count].name
    return BilingualText(zh: schedule + " 的日期", en: "the dates of " + schedule)
  }
  let places = zip(names, loop).compactMap { name, dependency in
    dependency.origin.map {
      BilingualText(
        zh: "“\(name.zh)”写在 \($0.file.name):\($0.start)",
        en: "'\(name.en)' is named at \($0.file.name):\($0.start)")
    }
  }
  let first = names[0]
  let range = loop.dropFirst().first?.origin ?? loop.first?.origin
  return Diagnostic(
    .cycle,
    .init(zh: "“\(first.zh)”依赖它自己：", en: "'\(first.en)' needs itself: ")
      + abridged(names + [first], joinedBy: .same(" → ")),
    at: range
      ?? loop.lazy.compactMap {
        indicators.indices.contains($0.index)
          ? indicators[$0.index].origin : nil
      }.first,
    found: places.isEmpty ? nil : abridged(places, joinedBy: .listComma),
    suggestion: .init(
      zh: "若要用上一时段的值，写成 previous(…)",
      en: "use previous(…) where the value of the period before is meant"))
}

/// A list with its middle left out when it is long.
private func abridged(
  _ parts: [BilingualText], joinedBy separator: BilingualText
) -> BilingualText {
  guard parts.count > 16 else { return parts.joined(separator) }
  let others = parts.count - 14
  let missing = BilingualText(zh: "（另有 \(others) 个）", en: "(\(others) more)")
  return (parts.prefix(8) + [missing] + parts.suffix(6)).joined(separator)
}
