import CKernels

extension Metalog {
  public func fillQuantiles(_ lanes: inout MutableSpan<Double>) {
    let curve = curve
    forEachPiece(of: &lanes) { lanes, scratch, count in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { logits in
        guard let logits = logits.baseAddress else { return }
        for i in 0..<count { logits[i] = lanes[i] }
        fillLogits(logits, scratch, count)
        for i in 0..<count {
          let d = lanes[i] - 0.5
          lanes[i] = curve.centre(d) + curve.spread(d) * logits[i]
        }
      }
      bound(lanes, scratch, count)
    }
  }

  /// `MetalogScale.bounded` for a piece of lanes.
  private func bound(
    _ lanes: UnsafeMutablePointer<Double>, _ scratch: UnsafeMutablePointer<Double>, _ count: Int
  ) {
    switch scale {
    case .whole: return
    case .above(let low):
      torreya_exp(lanes, lanes, count)
      for i in 0..<count { lanes[i] = low + lanes[i] }
    case .below(let high):
      torreya_negate(lanes, lanes, count)
      torreya_exp(lanes, lanes, count)
      for i in 0..<count { lanes[i] = high - lanes[i] }
    case .between(let low, let high):
      let width = high - low
      torreya_absolute(scratch, lanes, count)
      torreya_exp(scratch, scratch, count)
      for i in 0..<count {
        let distance = width / (1 + scratch[i])
        lanes[i] = lanes[i] < 0 ? low + distance : high - distance
      }
    }
  }
}
