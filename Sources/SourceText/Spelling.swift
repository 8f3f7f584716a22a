/// The candidate that was probably meant by a word, for "did you mean …?"; nil when none is near.
///
/// One that differs in capitals alone is taken first. Else the one with the fewest slips: letters
/// wrong, missing, too many, or two neighbours swapped. A third of the letters may be wrong, three
/// at most, and none in words of one or two letters: among short words everything is near.
///
/// - Returns: of several equally near candidates the first, so that the answer does not depend on
///   hashing.
/// - Complexity: O(candidates · length²), on words of up to 64 characters.
/// - Source: the distance is Damerau's (1964), restricted to one edit per place (optimal string
///   alignment).
public func nearest(to word: String, among candidates: [String]) -> String? {
  let meant = Array(word.lowercased())
  guard (1...64).contains(meant.count) else { return nil }
  var best: (candidate: String, distance: Int)?
  for candidate in candidates {
    let letters = Array(candidate.lowercased())
    if letters == meant { return candidate }
    let limit = min(slipsMaximum(min(letters.count, meant.count)), (best?.distance ?? 4) - 1)
    guard limit > 0, abs(letters.count - meant.count) <= limit else { continue }
    let distance = slips(between: meant, and: letters)
    if distance <= limit { best = (candidate, distance) }
  }
  return best?.candidate
}

/// The candidates that are most like a word, the nearest first, equally near ones in their order.
///
/// - Complexity: O(candidates · length²), of words of up to 64 characters; longer ones come last.
public func nearest(_ count: Int, to word: String, among candidates: [String]) -> [String] {
  let meant = Array(word.lowercased().prefix(64))
  let ranked = candidates.enumerated().map { place, candidate in
    let letters = Array(candidate.lowercased().prefix(65))
    return (
      distance: letters.count > 64 ? Int.max : slips(between: meant, and: letters), place: place
    )
  }
  return ranked.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.prefix(count)
    .map { candidates[$0.place] }
}

private func slipsMaximum(_ letters: Int) -> Int {
  letters < 3 ? 0 : min(3, max(1, letters / 3))
}

/// The number of edits (change, insert, delete a letter, swap two neighbours) between two words.
private func slips(between first: [Character], and second: [Character]) -> Int {
  var beforePrevious: [Int] = []
  var previous = Array(0...second.count)
  for (i, letter) in first.enumerated() {
    var current = [i + 1]
    for (j, other) in second.enumerated() {
      var cost = min(
        previous[j + 1] + 1, current[j] + 1, previous[j] + (letter == other ? 0 : 1))
      if i > 0, j > 0, letter == second[j - 1], first[i - 1] == other {
        cost = min(cost, beforePrevious[j - 1] + 1)
      }
      current.append(cost)
    }
    (beforePrevious, previous) = (previous, current)
  }
  return previous[second.count]
}

/// The suggestion of a candidate that was probably meant; nil when none is near.
public func didYouMean(_ word: String, among candidates: [String]) -> BilingualText? {
  nearest(to: word, among: candidates).map(BilingualText.didYouMean)
}

extension BilingualText {
  /// The question whether a word was meant.
  public static func didYouMean(_ word: String) -> BilingualText {
    BilingualText(zh: "是否要写“\(word)”？", en: "did you mean '\(word)'?")
  }
}
