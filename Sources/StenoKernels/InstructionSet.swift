import CKernels

/// A set of processor instructions that the vector kernels were compiled for.
package enum InstructionSet: UInt32, CaseIterable, Sendable {
    /// What every processor of the architecture has (SSE2 on x86-64, NEON on arm64).
    case baseline = 0
    /// AVX2 with FMA.
    case avx2 = 1
    /// AVX-512 F, BW, DQ and VL.
    case avx512 = 2

    /// The widest set of this processor, which every thread uses unless told otherwise.
    package static var best: InstructionSet {
        InstructionSet(rawValue: StenoBestInstructionSet().rawValue) ?? .baseline
    }

    /// The set that the calling thread uses.
    package static var active: InstructionSet {
        InstructionSet(rawValue: StenoActiveInstructionSet().rawValue) ?? .baseline
    }

    package var isSupported: Bool { StenoInstructionSetIsSupported(StenoInstructionSet(rawValue)) }

    /// The sets this processor can run.
    package static var supported: [InstructionSet] { allCases.filter(\.isSupported) }

    /// Runs `body` with this set on the calling thread (and on the workers it calls): for tests and benchmarks, which
    /// have to reach every variant on one machine.
    package func force<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result
    {
        precondition(isSupported, "this processor cannot run \(self)")
        let before = Self.active
        StenoForceInstructionSet(StenoInstructionSet(rawValue))
        defer { StenoForceInstructionSet(StenoInstructionSet(before.rawValue)) }
        return try body()
    }
}

/// The vector kernels of the calling thread's instruction set.
var kernels: StenoKernels { StenoActiveKernels().pointee }
