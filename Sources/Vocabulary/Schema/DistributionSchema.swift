import Probability

/// A definition for each family, by a name that no object of the scenario has.
func familySchemas() -> [(key: String, value: SchemaNode)] {
  Distributions.all.map { ("distribution." + $0.descriptor.name, schema($0.descriptor)) }
}

/// What stands behind the key of a family.
func reference(toFamily name: String) -> SchemaNode {
  .object([("$ref", .text("#/$defs/distribution.\(name)"))])
}

/// A number, a quantity, or a column of the members' file.
let scalar = SchemaNode.object([
  ("type", .list([.text("number"), .text("string"), .text("object")])),
  ("properties", .object(
    [MemberColumn.column, MemberColumn.unit].map {
      ($0.key, .object([("type", .text("string"))]))
    })),
  ("additionalProperties", .boolean(false)), ("required", .list([.text("column")])),
])

/// The forms of a family; several objects of parameters are one that may have all of their keys.
private func schema(_ descriptor: DistributionDescriptor) -> SchemaNode {
  var named: [Parameter] = []
  var shapes: [SchemaNode] = []
  for form in descriptor.forms {
    switch form {
    case .parameters(let parameters):
      named += parameters.filter { new in !named.contains { $0.name == new.name } }
    case .table:
      shapes.append(
        .object([("type", .text("object")), ("additionalProperties", scalar)]))
    case .values: shapes.append(.object([("type", .text("array")), ("items", scalar)]))
    case .rows(let parameters): shapes.append(list(of: parameters))
    }
  }
  if !named.isEmpty { shapes.append(object(named, required: [])) }
  let description = ("description", SchemaNode.text(descriptor.summary))
  if shapes.count == 1, case .object(let members) = shapes[0] {
    return .object([description] + members)
  }
  return .object([description, ("oneOf", .list(shapes))])
}

private func object(_ parameters: [Parameter], required: [String]) -> SchemaNode {
  var properties: [(key: String, value: SchemaNode)] = []
  for parameter in parameters {
    if case .distribution(let kind) = parameter.role {
      properties += Distributions.families(kind).map {
        ($0.descriptor.name, reference(toFamily: $0.descriptor.name))
      }
    } else {
      properties.append((parameter.name, node(parameter.role)))
    }
  }
  var members: [(key: String, value: SchemaNode)] = [
    ("type", .text("object")), ("properties", .object(properties)),
  ]
  if !required.isEmpty { members.append(("required", .list(required.map { .text($0) }))) }
  return .object(members + [("additionalProperties", .boolean(false))])
}

private func list(of parameters: [Parameter]) -> SchemaNode {
  let required = parameters.filter { $0.isRequired && !$0.holdsDistribution }.map(\.name)
  return .object([
    ("type", .text("array")), ("items", object(parameters, required: required)),
    ("minItems", .number(1)),
  ])
}

private func node(_ role: Parameter.Role) -> SchemaNode {
  switch role {
  case .value, .spread, .number, .probability, .distribution: scalar
  case .text: .object([("type", .text("string"))])
  case .choice(let words): .object([("enum", .list(words.map { .text($0) }))])
  case .quantiles: .object([("type", .text("object")), ("additionalProperties", scalar)])
  case .rows(let parameters): list(of: parameters)
  }
}
