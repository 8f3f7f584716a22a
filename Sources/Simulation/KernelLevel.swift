import CKernels

/// The level of kernels in use where `TORREYA_KERNELS` asks for one that there is not; nil where it
/// is as asked, or nothing is asked.
public func levelUsedInstead() -> String? {
  torreya_active_level_is_as_asked() == 0
    ? String(cString: torreya_active_level_name()) : nil
}
