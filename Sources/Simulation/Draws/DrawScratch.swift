/// Memory of a worker for draws that do not simply take the numbers of the seed.
final class DrawScratch {
  /// The columns of a group that is drawn again in part, and two more to work in.
  let joint: UnsafeMutablePointer<Double>
  /// What is added to the scores of each stream that is held; a column more to work in.
  let shifts: UnsafeMutablePointer<Double>

  init(for uniforms: UniformSource) {
    joint = .allocate(capacity: (uniforms.widestRedraw + 2) * blockTrials)
    shifts = .allocate(capacity: (uniforms.held.count + 1) * blockTrials)
  }

  deinit {
    joint.deallocate()
    shifts.deallocate()
  }
}
