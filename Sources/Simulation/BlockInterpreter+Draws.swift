import ColumnPlan
import Probability

/// Random values: the numbers of streams, and the quantiles at them.
extension BlockInterpreter {
  func drawUniforms(_ instruction: DecodedInstruction) {
    uniforms.fill(
      instruction.destination, draw: instruction.parameter, period: run,
      firstTrial: firstTrial, trials: blockTrials)
  }

  func drawNormals(_ instruction: DecodedInstruction) {
    uniforms.fillNormals(
      instruction.destination, draw: instruction.parameter, period: run,
      firstTrial: firstTrial, trials: blockTrials)
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
    spreadOut(instruction)
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

  func takePoissonQuantiles(_ instruction: DecodedInstruction) {
    var lanes = probabilities(of: instruction).mutableSpan
    fillPoissonQuantiles(
      &lanes, means: LaneOperand(instruction.second, stride: instruction.secondStride))
  }

  func takeBinomialQuantiles(_ instruction: DecodedInstruction) {
    var lanes = probabilities(of: instruction).mutableSpan
    fillBinomialQuantiles(
      &lanes, probabilities: LaneOperand(instruction.third, stride: instruction.thirdStride),
      counts: LaneOperand(instruction.second, stride: instruction.secondStride))
  }
}
