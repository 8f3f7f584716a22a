import CKernels
import ColumnPlan
import Probability

/// Random values: the numbers of streams, and the quantiles at them.
extension BlockInterpreter {
  func drawUniforms(_ site: Int, into column: UnsafeMutablePointer<Double>) {
    if let shift = shift(ofSite: site) {
      drawShiftedNormals(ofSite: site, shift, into: column)
      torreya_normal_cdf(column, column, blockTrials)
      return
    }
    uniforms.fill(column, draw: site, period: run, firstTrial: firstTrial, trials: blockTrials)
  }

  func drawNormals(_ site: Int, into column: UnsafeMutablePointer<Double>) {
    if let shift = shift(ofSite: site) {
      return drawShiftedNormals(ofSite: site, shift, into: column)
    }
    uniforms.fillNormals(
      column, draw: site, period: run, firstTrial: firstTrial, trials: blockTrials)
  }

  /// What is added to the scores of a site whose stream is held; nil where it is not.
  private func shift(ofSite site: Int) -> UnsafeMutablePointer<Double>? {
    guard !uniforms.held.isEmpty, uniforms.heldOfSite[site] >= 0 else { return nil }
    return scratch.shifts + Int(uniforms.heldOfSite[site]) * blockTrials
  }

  private func drawShiftedNormals(
    ofSite site: Int, _ shift: UnsafeMutablePointer<Double>,
    into scores: UnsafeMutablePointer<Double>
  ) {
    uniforms.fillNormals(
      scores, draw: site, period: run, firstTrial: firstTrial, trials: blockTrials)
    torreya_add(scores, scores, 1, shift, 1, blockTrials)
  }

  /// Finds, for each stream that is held, by how much all its scores must move so that together
  /// they have the wished one.
  func findShifts() {
    let scores = scratch.shifts + uniforms.held.count * blockTrials
    for (index, held) in uniforms.held.enumerated() {
      let shift = scratch.shifts + index * blockTrials
      let count = Double(held.places.count)
      shift.update(repeating: held.score / count.squareRoot(), count: blockTrials)
      for place in held.places {
        uniforms.fillNormals(
          scores, draw: place.site, period: place.run, firstTrial: firstTrial,
          trials: blockTrials)
        for trial in 0..<blockTrials { shift[trial] -= scores[trial] / count }
      }
    }
  }

  func takeQuantiles(_ instruction: DecodedInstruction) {
    var lanes = probabilities(of: instruction).mutableSpan
    plan.distributions[instruction.parameter].fillQuantiles(&lanes)
  }

  func drawCorrelatedNormals(_ instruction: DecodedInstruction) {
    let index = instruction.parameter
    for variable in 0..<plan.correlations[index].draws.count {
      uniforms.fillNormals(
        instruction.destination + variable * blockTrials, correlation: index,
        variable: variable, period: run, firstTrial: firstTrial, trials: blockTrials)
    }
    plan.correlations[index].factor.correlate(
      normals: instruction.destination, trials: blockTrials)
    let replacement = uniforms.replacements[index]
    if let replacement, let spread = replacement.spread {
      spreadOut(instruction, redrawing: replacement, spread)
      return
    }
    spreadOut(instruction)
    if let replacement {
      replace(replacement, index, in: instruction.destination)
    }
  }

  /// Puts values of a group where others are given.
  private func replace(
    _ replacement: JointReplacement, _ index: Int, in columns: UnsafeMutablePointer<Double>
  ) {
    let anew = replacement.isRedrawn ? drawAnew(index) : columns
    for (row, variable) in replacement.replaced.enumerated() {
      let target = columns + variable * blockTrials
      let start = anew + variable * blockTrials
      for trial in 0..<blockTrials { target[trial] = start[trial] }
      for (place, given) in replacement.kept.enumerated() {
        let weight = replacement.weights[row * replacement.kept.count + place]
        let drawn = anew + given * blockTrials
        if replacement.isRedrawn {
          let value = columns + given * blockTrials
          for trial in 0..<blockTrials { target[trial] += weight * (value[trial] - drawn[trial]) }
        } else {
          let value = replacement.values[place]
          for trial in 0..<blockTrials { target[trial] += weight * (value - drawn[trial]) }
        }
      }
    }
    for (given, value) in zip(replacement.kept, replacement.values) {
      (columns + given * blockTrials).update(repeating: value, count: blockTrials)
    }
  }

  /// The values that a group has when it is drawn again, in memory of the interpreter.
  func drawAnew(_ index: Int) -> UnsafeMutablePointer<Double> {
    for variable in 0..<plan.correlations[index].draws.count {
      uniforms.fillNormals(
        scratch.joint + variable * blockTrials, correlation: index, variable: variable,
        again: true, period: run, firstTrial: firstTrial, trials: blockTrials)
    }
    plan.correlations[index].factor.correlate(normals: scratch.joint, trials: blockTrials)
    return scratch.joint
  }

  /// The first operand, copied to where the quantiles of its probabilities are to stand.
  private func probabilities(of instruction: DecodedInstruction)
    -> UnsafeMutableBufferPointer<Double>
  {
    if instruction.lanes > 1 {
      copyFirst(of: instruction, to: instruction.destination)
    } else {
      instruction.destination.pointee = instruction.first.pointee
    }
    return UnsafeMutableBufferPointer(start: instruction.destination, count: instruction.lanes)
  }

  /// The first operand as a column from which counts can be found where it stands; nil where it has
  /// to be copied to where the counts are to stand.
  private func uniformsApart(of instruction: DecodedInstruction) -> LaneOperand? {
    instruction.lanes > 1 && instruction.firstStride != 0
      && instruction.destination != instruction.first
      ? LaneOperand(instruction.first, stride: 1) : nil
  }

  /// Where counts are to stand: with the numbers that they are found from, unless those are apart.
  private func lanes(of instruction: DecodedInstruction, _ apart: LaneOperand?)
    -> UnsafeMutableBufferPointer<Double>
  {
    apart == nil
      ? probabilities(of: instruction)
      : UnsafeMutableBufferPointer(start: instruction.destination, count: instruction.lanes)
  }

  func takePoissonQuantiles(_ instruction: DecodedInstruction) {
    let apart = uniformsApart(of: instruction)
    var lanes = lanes(of: instruction, apart).mutableSpan
    fillPoissonQuantiles(
      &lanes, at: apart,
      means: LaneOperand(instruction.second, stride: instruction.secondStride))
  }

  func takeBinomialQuantiles(_ instruction: DecodedInstruction) {
    if instruction.draw >= 0 {
      if torreya_all_zero(instruction.second, blockTrials) != 0 {
        instruction.destination.update(repeating: 0, count: blockTrials)
        return
      }
      drawUniforms(instruction.draw, into: instruction.first)
    }
    let apart = uniformsApart(of: instruction)
    var lanes = lanes(of: instruction, apart).mutableSpan
    fillBinomialQuantiles(
      &lanes, at: apart,
      probabilities: LaneOperand(instruction.third, stride: instruction.thirdStride),
      counts: LaneOperand(instruction.second, stride: instruction.secondStride))
  }
}
