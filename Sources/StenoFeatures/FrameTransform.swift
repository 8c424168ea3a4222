import StenoAudio
import StenoKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What makes one row of features of the samples of one frame.
protocol FrameTransform: Sendable {
    /// F, the values of a frame.
    var featureCount: Int { get }

    func makeScratch() -> FrameScratch

    /// - Parameters:
    ///   - samples: `[frame length]`
    ///   - row: `[F]`
    func transform(_ samples: Span<Float>, scratch: inout FrameScratch, into row: inout MutableSpan<Float>)
}

/// The least energy of a band whose log is taken, Kaldi's choice.
let bandFloor = Float.ulpOfOne

/// Log-mel energies.
struct FbankTransform: FrameTransform {
    private let options: FbankOptions
    private let spectrum: FrameSpectrum
    private let filterbank: MelFilterbank
    private let length: Int
    private let energyFloor: Float

    init(_ options: FbankOptions, length: Int) throws(FeatureError) {
        self.options = options
        self.length = length
        spectrum = try FrameSpectrum(options.frames, length: length)
        filterbank = try MelFilterbank(
            options.mel, sampleRate: options.frames.sampleRate, transformSize: spectrum.transformSize)
        energyFloor = log(max(options.energyFloor, 0))
    }

    /// The bands, and the energy before them.
    var featureCount: Int { bandOffset + options.mel.binCount }

    private var bandOffset: Int { options.energy == nil ? 0 : 1 }

    func makeScratch() -> FrameScratch {
        FrameScratch(length: length, powerCount: filterbank.rows.paddedColumns, bandCount: 0)
    }

    func transform(_ samples: Span<Float>, scratch: inout FrameScratch, into row: inout MutableSpan<Float>) {
        let energy = spectrum.analyze(samples, scratch: &scratch, energy: options.energy)
        if options.spectrum == .magnitude {
            for index in scratch.power.indices { scratch.power[index] = scratch.power[index].squareRoot() }
        }
        var bands = row._mutatingExtracting(bandOffset..<featureCount)
        filterbank.rows.multiply(scratch.power.span, into: &bands)
        if options.takesLog { logFloored(&bands, floor: bandFloor) }
        if options.energy != nil { row[0] = max(energy, energyFloor) }
    }
}

/// Mel-frequency cepstral coefficients.
struct MFCCTransform: FrameTransform {
    private let options: MFCCOptions
    private let spectrum: FrameSpectrum
    private let filterbank: MelFilterbank
    /// The liftered cosine transform, `[coefficients, bands]`.
    private let cosines: SparseRows
    private let length: Int
    private let energyFloor: Float

    init(_ options: MFCCOptions, length: Int) throws(FeatureError) {
        let bands = options.mel.binCount
        guard (1...max(bands, 1)).contains(options.coefficientCount) else {
            throw .invalidOption(
                name: "the number of coefficients", value: "\(options.coefficientCount)",
                allowed: "at least 1 and at most the \(bands) mel bands")
        }
        self.options = options
        self.length = length
        spectrum = try FrameSpectrum(options.frames, length: length)
        filterbank = try MelFilterbank(
            options.mel, sampleRate: options.frames.sampleRate, transformSize: spectrum.transformSize)
        cosines = SparseRows(
            (0..<options.coefficientCount).map {
                (0, lifteredCosine($0, bands: bands, lifter: options.lifter))
            },
            columns: bands)
        energyFloor = log(max(options.energyFloor, 0))
    }

    var featureCount: Int { options.coefficientCount }

    func makeScratch() -> FrameScratch {
        FrameScratch(
            length: length, powerCount: filterbank.rows.paddedColumns, bandCount: cosines.paddedColumns)
    }

    func transform(_ samples: Span<Float>, scratch: inout FrameScratch, into row: inout MutableSpan<Float>) {
        let energy = spectrum.analyze(samples, scratch: &scratch, energy: options.energy)
        computeLogBands(scratch.power, into: &scratch.bands)
        cosines.multiply(scratch.bands.span, into: &row)
        if options.energy != nil { row[0] = max(energy, energyFloor) }
    }

    private func computeLogBands(_ power: [Float], into padded: inout [Float]) {
        var output = padded.mutableSpan
        var bands = output._mutatingExtracting(0..<options.mel.binCount)
        filterbank.rows.multiply(power.span, into: &bands)
        logFloored(&bands, floor: bandFloor)
    }
}

/// The log power spectrum.
struct SpectrogramTransform: FrameTransform {
    private let options: SpectrogramOptions
    private let spectrum: FrameSpectrum
    private let length: Int
    private let energyFloor: Float

    init(_ options: SpectrogramOptions, length: Int) throws(FeatureError) {
        self.options = options
        self.length = length
        spectrum = try FrameSpectrum(options.frames, length: length)
        energyFloor = log(max(options.energyFloor, 0))
    }

    var featureCount: Int { spectrum.binCount }

    func makeScratch() -> FrameScratch {
        FrameScratch(length: length, powerCount: featureCount, bandCount: 0)
    }

    func transform(_ samples: Span<Float>, scratch: inout FrameScratch, into row: inout MutableSpan<Float>) {
        let energy = spectrum.analyze(samples, scratch: &scratch, energy: options.energy)
        for bin in 0..<featureCount { row[bin] = scratch.power[bin] }
        logFloored(&row, floor: bandFloor)
        if options.energy != nil { row[0] = max(energy, energyFloor) }
    }
}

/// One row of the orthonormal cosine transform (DCT-II), times the lifter's 1 + Q/2 sin(πk/Q) (Young et al., the HTK
/// book, section 5.6).
private func lifteredCosine(_ index: Int, bands: Int, lifter: Float) -> [Float] {
    let scale = (Double(index == 0 ? 1 : 2) / Double(bands)).squareRoot()
    let lift = lifter == 0 ? 1 : 1 + 0.5 * Double(lifter) * sin(Double.pi * Double(index) / Double(lifter))
    return (0..<bands).map { band in
        Float(lift * scale * cos(Double.pi / Double(bands) * (Double(band) + 0.5) * Double(index)))
    }
}
