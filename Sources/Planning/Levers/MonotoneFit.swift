/// The rising numbers nearest to some numbers, by weighted squares: runs that fall are replaced by
/// their mean.
///
/// A probability that was estimated for one budget after another may fall by chance; what can be
/// reached with more money never does.
///
/// - Complexity: O(n).
/// - Source: M. Ayer, H. D. Brunk, G. M. Ewing, W. T. Reid, E. Silverman, Annals of Mathematical
///   Statistics 26 (1955): pooling adjacent violators.
public func risingFit(_ numbers: [Double], weights: [Double]? = nil) -> [Double] {
  var pools: [(mean: Double, weight: Double, count: Int)] = []
  for (place, number) in numbers.enumerated() {
    pools.append((number, weights?[place] ?? 1, 1))
    while pools.count > 1, pools[pools.count - 2].mean > pools[pools.count - 1].mean {
      let last = pools.removeLast()
      let before = pools.removeLast()
      let weight = before.weight + last.weight
      pools.append(
        (
          (before.mean * before.weight + last.mean * last.weight) / weight, weight,
          before.count + last.count
        ))
    }
  }
  return pools.flatMap { [Double](repeating: $0.mean, count: $0.count) }
}
