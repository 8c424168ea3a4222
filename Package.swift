// swift-tools-version: 6.2

import Foundation
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

let kernels = FileManager.default.fileExists(atPath: Context.packageDirectory + "/Sources/CKernels")
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
    .target(name: "StenoTranscript", swiftSettings: strictAndSafe),
    .target(name: "StenoText", swiftSettings: strictAndSafe),
    .target(name: "StenoAudio", dependencies: ["CSndFile", "CSoxr", "StenoKernels"], swiftSettings: strict),
    .target(name: "StenoKernels", dependencies: ["CFFTW", "COpenBLAS"] + (kernels ? ["CKernels"] : []), swiftSettings: strict),
    .target(
        name: "StenoTensor", dependencies: ["StenoKernels"],
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
            "StenoTensor", "StenoText", "StenoTranscript",
        ],
        swiftSettings: strictAndSafe),
    .target(
        name: "StenoCorpora", dependencies: ["StenoAudio", "StenoText", "StenoTranscript"],
        swiftSettings: strictAndSafe),
    .target(name: "StenoMetrics", dependencies: ["StenoText", "StenoTranscript"], swiftSettings: strictAndSafe),
    .target(
        name: "StenoTraining",
        dependencies: [
            "StenoAcousticModel", "StenoAudio", "StenoCorpora", "StenoDecoding", "StenoFeatures", "StenoKernels",
            "StenoMetrics", "StenoNN", "StenoSpeakers", "StenoTensor", "StenoText", "StenoTranscript",
        ],
        swiftSettings: strictAndSafe),
]

let programs: [Target] = [
    .executableTarget(
        name: "StenoCLI",
        dependencies: [
            "Steno", "StenoAcousticModel", "StenoAudio", "StenoCorpora", "StenoDecoding", "StenoFeatures",
            "StenoLanguageModel", "StenoMetrics", "StenoSpeakers", "StenoText", "StenoTraining", "StenoTranscript",
            argumentParser,
        ],
        swiftSettings: strictAndSafe),
    .executableTarget(
        name: "StenoBenchmarks",
        dependencies: [
            "StenoAudio", "StenoFeatures", "StenoTensor",
        ],
        swiftSettings: strict),
]

/// Every library has a test target of its own name; `StenoCLITests` runs the built program.
let tests: [Target] =
    (libraries.filter { $0.name != "CKernels" } + programs.prefix(1)).map { tested in
        .testTarget(
            name: tested.name + "Tests",
            dependencies: [.target(name: tested.name)] + tested.dependencies + ["StenoTestSupport"]
                // Test support draws its random numbers from the tensors' generator.
                + (["StenoTensor", "StenoKernels", "StenoNN"].contains(tested.name) || tested.dependencies.contains { "\($0)".contains("\"StenoTensor\"") } ? [] : ["StenoTensor"]),
            exclude: ["Fixtures"], swiftSettings: strict)
    }

// While the project grows: a target exists once its folder has sources.
func exists(_ target: Target) -> Bool {
    let parent = target.type == .test ? "Tests" : "Sources"
    let folder = "\(Context.packageDirectory)/\(parent)/\(target.name)"
    guard let files = FileManager.default.enumerator(atPath: folder) else { return false }
    return files.contains { ($0 as? String).map { $0.hasSuffix(".swift") || $0.hasSuffix(".c") || $0.hasSuffix(".modulemap") } ?? false }
}
let present = (systemLibraries + libraries + programs + tests).filter(exists)
for target in present where target.type == .test {
    let folder = Context.packageDirectory + "/Tests/\(target.name)/Fixtures"
    if !FileManager.default.fileExists(atPath: folder) { target.exclude = [] }
}
let presentNames = Set(present.map(\.name) + ["StenoTestSupport"])
for target in present {
    target.dependencies.removeAll { dependency in
        if case .byNameItem(let name, _) = dependency { !presentNames.contains(name) } else { false }
    }
}
@MainActor func has(_ name: String) -> Bool { present.contains { $0.name == name } }

let package = Package(
    name: "steno",
    products: has("StenoCLI")
        ? [.library(name: "Steno", targets: ["Steno"]), .executable(name: "steno", targets: ["StenoCLI"])] : [],
    dependencies: (has("StenoCLI")
        ? [.package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")] : [])
        + (has("StenoSpeakers") ? [.package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0")] : []),
    targets: present + [
        .target(name: "StenoTestSupport", dependencies: has("StenoTensor") ? ["StenoTensor"] : [], path: "Tests/StenoTestSupport", swiftSettings: strict)
    ]
)
