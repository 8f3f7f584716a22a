// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "torreya",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "torreya", targets: ["TorreyaCLI"]),
    .library(name: "Torreya", targets: ["Torreya"]),
    // The layers below files and reports, without their dependencies: for Benchmarks/.
    .library(
      name: "TorreyaLayers",
      targets: [
        "CKernels", "LinearAlgebra", "Probability", "Scheduling", "ColumnPlan", "Simulation",
        "Languages", "SourceText", "Formulas", "Vocabulary",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // The numbers: they know no JSON.
    .target(
      name: "CBLAS", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(name: "CKernels"),
    .target(name: "LinearAlgebra", dependencies: ["CBLAS"]),
    .target(name: "Workers"),
    .target(name: "Languages"),
    .target(name: "Probability", dependencies: ["LinearAlgebra", "CKernels", "Languages"]),

    .target(name: "Scheduling", dependencies: ["CKernels"]),

    .target(
      name: "Forecasting",
      dependencies: ["Probability", "LinearAlgebra", "Workers", "CKernels", "Languages"]),

    // The waist: what is computed per trial.
    .target(name: "ColumnPlan", dependencies: ["Probability", "Scheduling", "Workers"]),
    .target(
      name: "Simulation",
      dependencies: ["ColumnPlan", "Probability", "Scheduling", "Workers", "CKernels"]),

    // The words: they know no trial.
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .target(name: "SourceText", dependencies: ["Languages"]),
    .target(
      name: "Formulas", dependencies: ["ColumnPlan", "Probability", "Scheduling", "SourceText"]),
    .target(name: "History", dependencies: ["Forecasting", "Formulas", "SourceText"]),
    .target(
      name: "Vocabulary",
      dependencies: [
        "Formulas", "Probability", "Scheduling", "SourceText", "Forecasting", "History",
      ]),
    .target(name: "ProjectImport", dependencies: ["CExpat", "Formulas", "SourceText"]),

    // The answers.
    .target(
      name: "Planning",
      dependencies: ["Simulation", "ColumnPlan", "Probability", "LinearAlgebra", "Workers"]),
    .target(
      name: "Reports",
      dependencies: [
        "SourceText", "Formulas", "Vocabulary", "ColumnPlan", "Probability", "Scheduling",
        "Simulation", "Planning", "Forecasting", "History", "Workers",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Torreya",
      dependencies: [
        "SourceText", "Formulas", "Vocabulary", "ColumnPlan", "Probability", "Simulation",
        "Planning", "Reports", "Scheduling", "ProjectImport", "Forecasting", "History", "Workers",
      ]),
    .executableTarget(
      name: "TorreyaCLI",
      dependencies: [
        "Torreya", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // The tests, one bundle per target.
    .testTarget(
      name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"], exclude: ["Reference"]),
    .testTarget(
      name: "ProbabilityTests", dependencies: ["Probability", "CKernels", "SeededNumbers"],
      exclude: ["Reference"]),
    .testTarget(
      name: "SchedulingTests",
      dependencies: [
        "Scheduling", "CKernels", "Probability", "SeededNumbers", "AllocationCounter",
      ],
      exclude: ["Reference"]),
    .testTarget(
      name: "ForecastingTests",
      dependencies: ["Forecasting", "Probability", "LinearAlgebra", "SeededNumbers"],
      exclude: ["Reference"]),
    .testTarget(
      name: "HistoryTests", dependencies: ["History", "Forecasting", "Formulas", "SourceText"]),
    .testTarget(name: "SourceTextTests", dependencies: ["SourceText"]),
    .target(name: "SeededNumbers", path: "Tests/SeededNumbers"),
    .testTarget(
      name: "ProjectImportTests",
      dependencies: ["ProjectImport", "Formulas", "SourceText", "SeededNumbers"]),
    .target(
      name: "PlanFixtures", dependencies: ["ColumnPlan", "Probability", "SeededNumbers"],
      path: "Tests/PlanFixtures"),
    .testTarget(name: "ColumnPlanTests", dependencies: ["ColumnPlan", "PlanFixtures"]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .testTarget(
      name: "SimulationTests",
      dependencies: [
        "Simulation", "ColumnPlan", "Probability", "PlanFixtures", "AllocationCounter", "Workers",
      ]),
    .testTarget(
      name: "FormulasTests",
      dependencies: ["Formulas", "Simulation", "Scheduling", "SeededNumbers"]),
    .testTarget(
      name: "PlanningTests",
      dependencies: ["Planning", "PlanFixtures", "SeededNumbers", "LinearAlgebra"],
      exclude: ["Reference"]),
    .testTarget(name: "ReportsTests", dependencies: ["Reports", "Forecasting", "Formulas"]),
    .testTarget(
      name: "CaseTests", dependencies: ["Torreya", "SourceText"], exclude: ["Cases"]),
    .testTarget(
      name: "VocabularyTests", dependencies: ["Torreya", "Vocabulary", "SeededNumbers"],
      exclude: ["Reference"]),
    .testTarget(name: "TidyTests", dependencies: ["Probability"]),
    .testTarget(
      name: "DocsTests",
      dependencies: [
        "Torreya", "TorreyaCLI", "SourceText", "Probability", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "TorreyaTests", dependencies: ["Torreya", "Scheduling", "SeededNumbers"]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["TorreyaCLI", .product(name: "Crypto", package: "swift-crypto")]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// The lists above are the arrows. SwiftPM compiles a target again when one of its own
// dependencies has changed, but layouts of types further below are compiled into it too: with the
// arrows alone a program that was built before a change crashes after it. So each target depends
// on all that it reaches.
let arrows = Dictionary(
  uniqueKeysWithValues: package.targets.map { target in
    (target.name, target.dependencies.compactMap(\.targetName))
  })

for target in package.targets {
  var reached = Set(arrows[target.name] ?? [])
  var open = Array(reached)
  while let next = open.popLast() {
    for name in arrows[next] ?? [] where reached.insert(name).inserted { open.append(name) }
  }
  let declared = Set(arrows[target.name] ?? [])
  target.dependencies += reached.subtracting(declared).sorted().map { .byName(name: $0) }
}

extension Target.Dependency {
  /// The target of this package that it names; nil for a product of another.
  var targetName: String? {
    if case .byNameItem(let name, _) = self { name } else { nil }
  }
}
