import CKernels

extension StreamKey {
  /// Fills lanes with the uniform numbers of consecutive trials under a scheme that looks at
  /// nothing but the stream: any but `sobol`.
  ///
  /// - Precondition: `firstTrial` and the number of lanes are multiples of 16.
  /// - Complexity: on one core with AVX-512 about 0.5 ns a lane, 1.1 ns with hypercubes.
  /// - Source: CKernels.h defines the numbers.
  public func fillUniforms(
    _ lanes: inout MutableSpan<Double>, period: Int, firstTrial: Int, scheme: SamplingScheme
  ) {
    precondition(firstTrial >= 0 && firstTrial % 16 == 0, "blocks begin at a multiple of 16")
    precondition(lanes.count % 16 == 0, "blocks hold a multiple of 16 trials")
    let (first, number) = (UInt64(firstTrial), UInt32(truncatingIfNeeded: period))
    lanes.withUnsafeMutableBufferPointer { buffer in
      guard let out = buffer.baseAddress else { return }
      switch scheme {
      case .pseudoRandom: torreya_uniforms(out, buffer.count, bits, first, number, 0)
      case .antithetic: torreya_antithetic(out, buffer.count, bits, first, number)
      case .latinHypercube, .sobol:
        torreya_latin_hypercube(out, buffer.count, bits, first, number)
      }
    }
  }

  /// Fills lanes with the scrambled Sobol points of consecutive trials.
  ///
  /// Run k of 1,024 trials belongs to randomisation k mod R and holds its points from
  /// 1,024 floor(k / R) on.
  ///
  /// - Parameter directions: those of the dimension that the draw takes.
  /// - Precondition: `firstTrial` and the number of lanes are multiples of 16.
  /// - Complexity: on one core with AVX-512 about 1.1 ns a lane.
  /// - Source: `torreya_sobol` in CKernels.h defines the numbers.
  public func fillSobol(
    _ lanes: inout MutableSpan<Double>, period: Int, firstTrial: Int, randomisations: Int,
    directions: UnsafePointer<UInt32>
  ) {
    precondition(firstTrial >= 0 && firstTrial % 16 == 0, "blocks begin at a multiple of 16")
    precondition(lanes.count % 16 == 0, "blocks hold a multiple of 16 trials")
    let runTrials = SamplingScheme.runTrials
    lanes.withUnsafeMutableBufferPointer { buffer in
      guard let out = buffer.baseAddress else { return }
      var filled = 0
      while filled < buffer.count {
        let (run, place) = (firstTrial + filled).quotientAndRemainder(dividingBy: runTrials)
        let count = min(runTrials - place, buffer.count - filled)
        torreya_sobol(
          out + filled, count, directions,
          UInt64(run / randomisations * runTrials + place), bits,
          UInt32(truncatingIfNeeded: period), UInt32(run % randomisations))
        filled += count
      }
    }
  }
}
