/// Everything that a scenario can declare, found by walking from the scenario file downwards:
/// what the reference lists.
public enum Catalog {
  /// Each object once, in the order in which a reader of a scenario meets them.
  public static let all: [ObjectDescriptor] = {
    var found: [ObjectDescriptor] = []
    collect(ScenarioFile.descriptor, into: &found)
    return found
  }()

  private static func collect(_ descriptor: ObjectDescriptor, into found: inout [ObjectDescriptor])
  {
    guard !found.contains(where: { $0.name == descriptor.name }) else { return }
    found.append(descriptor)
    for field in descriptor.fields {
      for inner in field.shape.objects { collect(inner, into: &found) }
    }
  }
}

extension FieldShape {
  /// The objects that may stand here.
  fileprivate var objects: [ObjectDescriptor] {
    switch self {
    case .object(let descriptor): [descriptor]
    case .oneOf(let descriptors): descriptors
    case .list(let element), .map(let element): element.objects
    case .either(let shapes): shapes.flatMap(\.objects)
    case .value, .valueInDeclaredUnit: [Fit.descriptor]
    default: []
    }
  }
}
