/// Figures of `Reference/make_target_references.py`.
enum LognormalSum {
  /// P(A + B ≥ level), A of log mean 0 and deviation 0.5, B of 0.3 and 0.25.
  static let atLeast2 = 0.773_575_517_139_664_84
  static let atLeast2Half = 0.448_160_625_155_272_02
  static let atLeast3Half = 0.086_850_021_004_046_939
}

/// The level of least expected loss of a standard normal and that loss: missing 3, aiming low 1.
enum NormalLoss {
  static let level = -0.674_489_750_196_081_74
  static let loss = 1.271_106_290_736_427_7
  /// With 2 for a miss as such.
  static let levelWithFixedCost = -1.084_082_986_003_672_9
  static let lossWithFixedCost = 1.645_637_657_167_811_8
}
