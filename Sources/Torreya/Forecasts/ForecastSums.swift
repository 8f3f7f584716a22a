import Forecasting
import History
import SourceText

/// A series that is the sum of others: `revenue=vat+incomeTax`.
public struct DeclaredSum: Hashable, Sendable {
  /// The series that is the sum; it need not be in the file.
  public let name: String
  /// What it is the sum of: series of the file, or sums.
  public let members: [String]

  /// A sum of some series.
  public init(name: String, members: [String]) {
    self.name = name
    self.members = members
  }

  /// Reads `name=member+member`.
  ///
  /// - Errors: nil where there is no name, or no two members.
  public init?(parsing text: String) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let members = parts[1].split(separator: "+", omittingEmptySubsequences: false)
      .map(\.trimmingBlanks)
    let name = parts[0].trimmingBlanks
    guard !name.isEmpty, members.count > 1, members.allSatisfy({ !$0.isEmpty }) else {
      return nil
    }
    self.init(name: name, members: members)
  }
}

/// How forecasts are brought to add up, as the command line names it.
public enum CoherenceMethod: String, CaseIterable, Sendable {
  case minimumTrace, varianceScaling, structuralScaling, ordinaryLeastSquares, bottomUp

  /// The method with the errors that it needs.
  func method(_ errors: ErrorCovariance) -> ReconciliationMethod {
    switch self {
    case .minimumTrace: .minimumTrace(errors)
    case .varianceScaling: .varianceScaling(errors)
    case .structuralScaling: .structuralScaling
    case .ordinaryLeastSquares: .ordinaryLeastSquares
    case .bottomUp: .bottomUp
    }
  }
}

/// Histories that add up, and which of them are sums.
public struct SummedHistories: Sendable {
  /// Those of the file, and behind them the sums that the file does not have.
  public let histories: [History]
  /// The places of the nodes in `histories`: the sums, then what stands at the bottom.
  public let nodes: [Int]
  /// Which nodes are the sums of which.
  public let structure: SummingStructure

  /// Lays sums over the histories of a file.
  ///
  /// - Errors: everything that is wrong with the sums.
  public init(_ histories: [History], _ sums: [DeclaredSum]) throws(SumMistakes) {
    var mistakes = sumMistakes(histories.map(\.id), sums)
    guard mistakes.isEmpty else { throw SumMistakes(mistakes) }
    let declared = Dictionary(uniqueKeysWithValues: sums.map { ($0.name, $0.members) })
    func bottom(_ name: String) -> [String] {
      declared[name].map { $0.flatMap(bottom) } ?? [name]
    }
    var histories = histories
    let leaves = sums.flatMap { bottom($0.name) }
    // In the order of the file, each once.
    let names = histories.map(\.id).filter { leaves.contains($0) }
    let members = names.compactMap { name in histories.first { $0.id == name } }
    mistakes += members.dropFirst().compactMap { member in
      unlike(members[0], member)
    }
    guard mistakes.isEmpty else { throw SumMistakes(mistakes) }
    for sum in sums {
      let parts = bottom(sum.name)
      if let known = histories.first(where: { $0.id == sum.name }) {
        if let mistake = unlike(members[0], known) { mistakes.append(mistake) }
      } else if let made = History.sum(
        of: members.filter { parts.contains($0.id) }, id: sum.name)
      {
        histories.append(made)
      } else {
        mistakes.append(
          BilingualText(
            zh: "“\(sum.name)”的各分项没有共同的时期",
            en: "the members of '\(sum.name)' have no period in common"))
      }
    }
    guard mistakes.isEmpty else { throw SumMistakes(mistakes) }
    self.histories = histories
    nodes = (sums.map(\.name) + names).compactMap { name in
      histories.firstIndex { $0.id == name }
    }
    structure = SummingStructure(
      bottomCount: names.count,
      sums: sums.map { sum in bottom(sum.name).compactMap { names.firstIndex(of: $0) } })
  }
}

/// Everything that is wrong with declared sums.
public struct SumMistakes: Error, Sendable {
  /// One sentence for each.
  public let all: [BilingualText]

  init(_ all: [BilingualText]) { self.all = all }
}

/// What is wrong with the names of sums and members.
private func sumMistakes(_ names: [String], _ sums: [DeclaredSum]) -> [BilingualText] {
  var mistakes: [BilingualText] = []
  let sumNames = sums.map(\.name)
  for (place, sum) in sums.enumerated() {
    if sumNames.firstIndex(of: sum.name) != place {
      mistakes.append(
        BilingualText(
          zh: "“\(sum.name)”被声明了两次", en: "the sum '\(sum.name)' is declared twice"))
    }
    for member in sum.members where !names.contains(member) && !sumNames.contains(member) {
      let near = nearest(to: member, among: names + sumNames)
      mistakes.append(
        BilingualText(
          zh: "没有名为“\(member)”的序列" + (near.map { "；是否指“\($0)”？" } ?? ""),
          en: "there is no series '\(member)'" + (near.map { "; did you mean '\($0)'?" } ?? "")))
    }
  }
  guard mistakes.isEmpty else { return mistakes }
  let declared = Dictionary(uniqueKeysWithValues: sums.map { ($0.name, $0.members) })
  func isInCircle(_ name: String, _ above: [String]) -> Bool {
    above.contains(name)
      || (declared[name]?.contains { isInCircle($0, above + [name]) } ?? false)
  }
  for name in sumNames where isInCircle(name, []) {
    mistakes.append(
      BilingualText(zh: "“\(name)”由自身相加而成", en: "'\(name)' is a sum of itself"))
  }
  guard mistakes.isEmpty else { return mistakes }
  func bottom(_ name: String) -> [String] { declared[name].map { $0.flatMap(bottom) } ?? [name] }
  for name in sumNames {
    let parts = bottom(name)
    if let twice = parts.first(where: { part in parts.count { $0 == part } > 1 }) {
      mistakes.append(
        BilingualText(
          zh: "“\(name)”把“\(twice)”加了两次", en: "'\(name)' adds '\(twice)' twice"))
    }
  }
  return mistakes
}

/// Why two histories cannot be added up; nil where they can.
private func unlike(_ first: History, _ other: History) -> BilingualText? {
  if first.frequency != other.frequency || first.last != other.last {
    return BilingualText(
      zh: "“\(first.id)”截至 \(first.last.label)，“\(other.id)”截至 \(other.last.label)：不能相加",
      en: "'\(first.id)' ends with \(first.last.label) and '\(other.id)' with "
        + "\(other.last.label): they cannot be added")
  }
  if let unit = first.unit, let second = other.unit, unit != second {
    return BilingualText(
      zh: "“\(first.id)”的单位是 \(unit.symbol)，“\(other.id)”的单位是 \(second.symbol)：不能相加",
      en: "'\(first.id)' is in \(unit.symbol) and '\(other.id)' in \(second.symbol): they cannot "
        + "be added")
  }
  return nil
}
