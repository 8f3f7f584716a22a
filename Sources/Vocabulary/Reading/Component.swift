/// A thing that a planner can declare: it reads its fields, and turns them into named formulas.
///
/// It may do nothing that a planner's own formula could not; it does not simulate.
public protocol Component: Sendable {
  static var descriptor: ObjectDescriptor { get }
}
