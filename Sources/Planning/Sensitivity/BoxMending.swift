import Probability

extension BoxFinder {
  /// Moves limits outwards as long as the share of misses does not fall.
  func pasted(_ start: PeelingBox, _ trials: [Int32]) -> PeelingBox {
    var box = start
    var inside = count(box.members(of: trials, inputs))
    while !isStopped() {
      var best: (box: PeelingBox, count: BoxCount)?
      for input in box.limited where !inputs[input].isEvent {
        let values = box.members(of: trials, inputs, except: input)
          .map { inputs[input].values[Int($0)] }.sorted()
        for isLow in [true, false] {
          guard let wider = widened(box, input, isLow, values, by: inside.trials) else { continue }
          let found = count(wider.members(of: trials, inputs))
          if found.density >= inside.density, found.trials > inside.trials,
            found.density > best?.count.density ?? -1
          {
            best = (wider, found)
          }
        }
      }
      guard let best else { return box }
      (box, inside) = (best.box, best.count)
    }
    return box
  }

  private func widened(
    _ box: PeelingBox, _ input: Int, _ isLow: Bool, _ values: [Double], by trials: Int
  ) -> PeelingBox? {
    var wider = box
    let step = max(1, Int(search.patience * Double(trials)))
    if isLow {
      guard box.low[input] > -.infinity else { return nil }
      let place = values.firstIndex { $0 >= box.low[input] } ?? values.count
      wider.low[input] = place - step <= 0 ? -.infinity : values[place - step]
    } else {
      guard box.high[input] < .infinity else { return nil }
      let place = values.lastIndex { $0 <= box.high[input] } ?? -1
      wider.high[input] = place + step >= values.count - 1 ? .infinity : values[place + step]
    }
    return wider
  }

  /// Without the limits that chance could explain, the least certain one first.
  func simplified(_ start: PeelingBox, _ trials: [Int32]) -> PeelingBox {
    var box = start
    while let weakest = box.limited.map({ ($0, chance(of: $0, in: box, trials)) })
      .max(by: { $0.1 < $1.1 }), weakest.1 >= search.significance
    {
      box.free(weakest.0)
    }
    return box
  }

  /// The binomial tail of the box's misses at the share of misses that it would have without the
  /// limit.
  func chance(of input: Int, in box: PeelingBox, _ trials: [Int32]) -> Double {
    let inside = count(box.members(of: trials, inputs))
    let without = count(box.members(of: trials, inputs, except: input))
    guard inside.misses > 0, without.density < 1 else { return 1 }
    let parameters = ParameterValues([
      "count": Double(inside.trials), "probability": without.density,
    ])
    guard let binomial = try? Binomial(parameters) else { return 1 }
    return binomial.exceedanceProbability(above: Double(inside.misses) - 1)
  }
}
