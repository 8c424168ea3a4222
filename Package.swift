// swift-tools-version: 6.2

import PackageDescription

/// What every target of ours is built with: warnings are errors, and imports say what they mean.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// Unsafe code lives where the outside world is touched; every other target has to say `unsafe` out loud.
let strictAndSafe: [SwiftSetting] = strict + [.strictMemorySafety()]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")

let systemLibraries: [Target] = [
    .systemLibrary(
        name: "CSndFile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"]), .brew(["libsndfile"])]),
    .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"]), .brew(["libsoxr"])]),
    .systemLibrary(name: "CFFTW", pkgConfig: "fftw3f", providers: [.apt(["libfftw3-dev"]), .brew(["fftw"])]),
    .systemLibrary(
        name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"]), .brew(["openblas"])]),
]

let libraries: [Target] = [
    .target(name: "CKernels"),
    .target(name: "StenoRandom", swiftSettings: strictAndSafe),
    .target(name: "StenoJSON", swiftSettings: strictAndSafe),
    .target(name: "StenoTranscript", dependencies: ["StenoJSON"], swiftSettings: strictAndSafe),
    .target(name: "StenoText", dependencies: ["StenoJSON"], swiftSettings: strictAndSafe),
    .target(name: "StenoAudio", dependencies: ["CSndFile", "CSoxr", "StenoKernels"], swiftSettings: strict),
    .target(
        name: "StenoKernels", dependencies: ["CFFTW", "COpenBLAS", "CKernels"],
        swiftSettings: strict),
    .target(
        name: "StenoTensor", dependencies: ["StenoJSON", "StenoKernels", "StenoRandom"],
        swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    .target(name: "StenoNN", dependencies: ["StenoKernels", "StenoTensor"], swiftSettings: strictAndSafe),
    .target(
        name: "StenoFeatures", dependencies: ["StenoAudio", "StenoKernels", "StenoTensor"],
        swiftSettings: strictAndSafe),
    .target(
        name: "StenoAcousticModel",
        dependencies: ["StenoFeatures", "StenoKernels", "StenoNN", "StenoTensor", "StenoText"],
        swiftSettings: strictAndSafe),
    .target(name: "StenoLanguageModel", dependencies: ["StenoText"], swiftSettings: strictAndSafe),
    .target(
        name: "StenoDecoding",
        dependencies: ["StenoLanguageModel", "StenoTensor", "StenoText", "StenoTranscript"],
        swiftSettings: strictAndSafe),
    .target(
        name: "StenoSpeakers",
        dependencies: ["StenoAudio", "StenoFeatures", "StenoNN", "StenoTensor", "StenoTranscript", grdb],
        swiftSettings: strictAndSafe),
    .target(
        name: "Steno",
        dependencies: [
            "StenoAcousticModel", "StenoAudio", "StenoDecoding", "StenoFeatures", "StenoLanguageModel",
            "StenoSpeakers", "StenoTensor", "StenoText", "StenoTranscript",
        ],
        swiftSettings: strictAndSafe),
    .target(
        name: "StenoCorpora",
        dependencies: ["StenoAudio", "StenoJSON", "StenoRandom", "StenoText", "StenoTranscript"],
        swiftSettings: strictAndSafe),
    .target(
        name: "StenoMetrics", dependencies: ["StenoRandom", "StenoText", "StenoTranscript"],
        swiftSettings: strictAndSafe),
    .target(name: "StenoReport", swiftSettings: strictAndSafe),
    .target(
        name: "StenoTraining",
        dependencies: [
            "StenoAcousticModel", "StenoAudio", "StenoCorpora", "StenoDecoding", "StenoFeatures", "StenoJSON",
            "StenoKernels", "StenoLanguageModel",
            "StenoMetrics", "StenoNN", "StenoReport", "StenoSpeakers", "StenoTensor", "StenoText",
            "StenoTranscript",
        ],
        swiftSettings: strictAndSafe),
]

let programs: [Target] = [
    .executableTarget(
        name: "StenoCLI",
        dependencies: [
            "Steno", "StenoAcousticModel", "StenoAudio", "StenoCorpora", "StenoDecoding", "StenoFeatures",
            "StenoKernels", "StenoLanguageModel", "StenoMetrics", "StenoReport", "StenoSpeakers", "StenoText",
            "StenoTraining",
            "StenoTranscript",
            argumentParser,
        ],
        swiftSettings: strictAndSafe),
    .executableTarget(
        name: "StenoBenchmarks",
        dependencies: [
            "StenoAudio", "StenoDecoding", "StenoFeatures", "StenoKernels", "StenoLanguageModel",
            "StenoNN", "StenoTensor", "StenoText", "StenoTraining", "COpenBLAS",
        ],
        swiftSettings: strict),
]

/// Targets whose tests read files that scripts beside them made.
let targetsWithFixtures: Set = [
    "StenoAcousticModel", "StenoCorpora", "StenoDecoding", "StenoFeatures", "StenoKernels",
    "StenoLanguageModel",
    "StenoMetrics", "StenoNN", "StenoTensor", "StenoText", "StenoTraining",
]

/// Every library has tests under its own name, with the same dependencies and what supports all tests;
/// `StenoCLITests` runs the built program.
let tests: [Target] = (libraries.dropFirst() + programs.prefix(1)).map { tested in
    .testTarget(
        name: tested.name + "Tests",
        dependencies: [.target(name: tested.name), "StenoTestSupport"] + tested.dependencies,
        exclude: targetsWithFixtures.contains(tested.name) ? ["Fixtures"] : [],
        swiftSettings: strict)
}

let testSupport: Target = .target(
    name: "StenoTestSupport", dependencies: ["StenoTensor"], path: "Tests/StenoTestSupport",
    swiftSettings: strict)

let package = Package(
    name: "steno",
    products: [
        .library(name: "Steno", targets: ["Steno"]),
        .executable(name: "steno", targets: ["StenoCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: systemLibraries + libraries + programs + tests + [testSupport]
)
