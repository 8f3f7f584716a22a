import Formulas
import Probability

/// The JSON Schema of scenario files, made of the same descriptors that the reader uses.
///
/// It refuses unknown and missing keys and wrong types. What only the whole scenario can say
/// (names, units, loops) is for `torreya check`.
public func scenarioSchema() -> String {
  var schema = ScenarioSchema()
  let root = schema.object(ScenarioFile.descriptor)
  guard case .object(let members) = root else { preconditionFailure("an object has members") }
  return SchemaNode.object(
    [
      ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
      ("title", .text("Torreya scenario")),
    ] + members + [("$defs", .object(schema.definitions))]
  ).json()
}

private struct ScenarioSchema {
  /// The objects that are named once and referred to.
  var definitions: [(key: String, value: SchemaNode)] = [
    ("value", valueSchema()), ("profile", profileSchema()),
  ] + familySchemas()

  /// What a value may hold besides distributions is an object like others.
  init() { _ = reference(to: Fit.descriptor) }

  mutating func object(_ descriptor: ObjectDescriptor) -> SchemaNode {
    var properties: [(key: String, value: SchemaNode)] = []
    for field in descriptor.fields {
      properties.append((field.key, described(node(field.shape), field)))
    }
    let required = descriptor.fields.filter { $0.presence == .required }.map(\.key)
    return .object([
      ("type", .text("object")), ("description", .text(descriptor.summary.en)),
      ("properties", .object(properties)),
      ("required", .list(required.map { .text($0) })),
      ("additionalProperties", .boolean(false)),
    ])
  }

  /// The description stands beside the shape; a reference keeps its own besides.
  private func described(_ node: SchemaNode, _ field: Field) -> SchemaNode {
    var text = field.summary.zh + " / " + field.summary.en
    if case .defaults(let standard) = field.presence { text += " (default: \(standard))" }
    guard case .object(let members) = node else {
      return .object([("description", .text(text))])
    }
    return .object([("description", .text(text))] + members.filter { $0.key != "description" })
  }

  private mutating func node(_ shape: FieldShape) -> SchemaNode {
    switch shape {
    case .text, .file, .formula, .unit: .object([("type", .text("string"))])
    case .id:
      .object([("type", .text("string")), ("minLength", .number(1))])
    case .label: labelSchema()
    case .boolean: .object([("type", .text("boolean"))])
    case .integer(let range):
      .object([
        ("type", .text("integer")), ("minimum", .number(range.lowerBound)),
        ("maximum", .number(range.upperBound)),
      ])
    case .choice(let choices):
      .object([("enum", .list(choices.map { .text($0) }))])
    case .period: pattern("^[0-9]{4}(-(Q[1-4]|0[1-9]|1[0-2]))?$")
    case .date: pattern("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    case .calendarDay: pattern("^([0-9]{4}-)?[0-9]{2}-[0-9]{2}$")
    case .lunarDay: pattern("^[0-9]{2}-[0-9]{2}$")
    case .dayOfYear, .value, .valueInDeclaredUnit: reference("value")
    case .quantity: scalar
    case .profile: reference("profile")
    case .list(let element):
      .object([("type", .text("array")), ("items", node(element))])
    case .map(let element):
      .object([("type", .text("object")), ("additionalProperties", node(element))])
    case .object(let descriptor): reference(to: descriptor)
    case .oneOf(let descriptors): choice(of: descriptors)
    case .either(let shapes): .object([("anyOf", .list(nodes(shapes)))])
    case .anything: .object([])
    }
  }

  private mutating func nodes(_ shapes: [FieldShape]) -> [SchemaNode] {
    var nodes: [SchemaNode] = []
    for shape in shapes { nodes.append(node(shape)) }
    return nodes
  }

  /// An object that stands once among the definitions.
  private mutating func reference(to descriptor: ObjectDescriptor) -> SchemaNode {
    if !definitions.contains(where: { $0.key == descriptor.name }) {
      let place = definitions.count
      definitions.append((descriptor.name, .object([])))
      definitions[place].value = object(descriptor)
    }
    return reference(descriptor.name)
  }

  /// An object with one key that says which kind it is.
  private mutating func choice(of descriptors: [ObjectDescriptor]) -> SchemaNode {
    var properties: [(key: String, value: SchemaNode)] = []
    for descriptor in descriptors {
      properties.append((descriptor.name, reference(to: descriptor)))
    }
    return .object([
      ("type", .text("object")), ("properties", .object(properties)),
      ("additionalProperties", .boolean(false)), ("minProperties", .number(1)),
      ("maxProperties", .number(1)),
    ])
  }

  private func reference(_ name: String) -> SchemaNode {
    .object([("$ref", .text("#/$defs/\(name)"))])
  }
}

private func pattern(_ text: String) -> SchemaNode {
  .object([("type", .text("string")), ("pattern", .text(text))])
}

private func labelSchema() -> SchemaNode {
  .object([
    ("oneOf", .list([
      .object([("type", .text("string"))]),
      .object([
        ("type", .text("object")),
        ("properties", .object([
          ("zh", .object([("type", .text("string"))])),
          ("en", .object([("type", .text("string"))])),
        ])),
        ("additionalProperties", .boolean(false)), ("minProperties", .number(1)),
      ]),
    ]))
  ])
}

/// A number, a quantity, or an object with one form and perhaps a source.
private func valueSchema() -> SchemaNode {
  let anyValue = SchemaNode.object([("$ref", .text("#/$defs/value"))])
  var properties: [(key: String, value: SchemaNode)] = Distributions.all.map {
    ($0.descriptor.name, reference(toFamily: $0.descriptor.name))
  }
  properties += [
    ("formula", .object([("type", .text("string"))])),
    (Fit.key, .object([("$ref", .text("#/$defs/\(Fit.descriptor.name)"))])),
    ("dated", .object([("type", .text("object")), ("additionalProperties", anyValue)])),
    ("byMonth", .object([
      ("type", .text("array")), ("minItems", .number(12)), ("maxItems", .number(12)),
    ])),
    ("byPeriod", .object([("type", .text("object"))])),
    ("byMember", .object([("type", .text("object")), ("additionalProperties", anyValue)])),
    ("column", .object([("type", .text("string"))])),
    ("unit", .object([("type", .text("string"))])),
    ("apart", .object([("type", .text("boolean"))])),
    ("drawn", .object([
      ("enum", .list([.text("once"), .text("everyYear"), .text("everyPeriod"), .text("everyDay")])),
    ])),
    ("source", .object([("type", .text("string"))])),
    ("note", .object([("type", .text("string"))])),
  ]
  return .object([
    ("description", .text("a number, a quantity with its unit, a distribution or a formula")),
    ("oneOf", .list([
      .object([("type", .text("number"))]), .object([("type", .text("string"))]),
      .object([
        ("type", .text("object")), ("properties", .object(properties)),
        ("additionalProperties", .boolean(false)), ("minProperties", .number(1)),
      ]),
    ])),
  ])
}

private func profileSchema() -> SchemaNode {
  .object([
    ("oneOf", .list([
      .object([
        ("type", .text("array")), ("items", .object([("type", .text("number"))])),
        ("minItems", .number(12)), ("maxItems", .number(12)),
      ]),
      .object([
        ("type", .text("object")),
        ("properties", .object(
          ProfileFile.descriptor.fields.map { ($0.key, .object([("type", .text("string"))])) })),
        ("required", .list([.text("file"), .text("column")])),
        ("additionalProperties", .boolean(false)),
      ]),
    ]))
  ])
}
