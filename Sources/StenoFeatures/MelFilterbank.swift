import StenoAudio
import StenoKernels

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Triangular bands, evenly spaced and half overlapping on the mel scale, as weights of a spectrum.
struct MelFilterbank: Sendable {
    /// `[bands, frequencies]`, frequency zero to below half the sample rate.
    let rows: SparseRows

    /// - Parameter transformSize: The samples of the Fourier transform.
    init(_ options: MelOptions, sampleRate: SampleRate, transformSize: Int) throws(FeatureError) {
        let nyquist = 0.5 * Float(sampleRate.hertz)
        let highest = options.highestHertz ?? nyquist
        guard options.binCount >= 1 else {
            throw .invalidOption(
                name: "the number of mel bands", value: "\(options.binCount)", allowed: "at least 1")
        }
        guard options.lowestHertz >= 0, options.lowestHertz < highest, highest <= nyquist else {
            throw .invalidOption(
                name: "the range of the mel bands", value: "\(options.lowestHertz) to \(highest) Hz",
                allowed: "rising, from 0 Hz or above to \(nyquist) Hz or below")
        }
        let lowestMel = mel(options.lowestHertz)
        let step = (mel(highest) - lowestMel) / Float(options.binCount + 1)
        let frequencies = (0..<transformSize / 2).map {
            mel(Float($0) * (Float(sampleRate.hertz) / Float(transformSize)))
        }
        var runs: [(start: Int, weights: [Float])] = []
        for band in 0..<options.binCount {
            let center = lowestMel + Float(band + 1) * step
            let edges = (lowestMel + Float(band) * step, lowestMel + Float(band + 2) * step)
            let inside = frequencies.indices.filter { frequencies[$0] > edges.0 && frequencies[$0] < edges.1 }
            guard let first = inside.first else {
                throw .emptyBand(index: band, binCount: options.binCount, transformSize: transformSize)
            }
            let weights = inside.map { index in
                let value = frequencies[index]
                return value <= center
                    ? (value - edges.0) / (center - edges.0) : (edges.1 - value) / (edges.1 - center)
            }
            runs.append((first, weights))
        }
        rows = SparseRows(runs, columns: transformSize / 2 + 1)
    }
}

/// The mel scale of O'Shaughnessy 1987, p. 150, which HTK and Kaldi use.
private func mel(_ hertz: Float) -> Float {
    1127 * log(1 + hertz / 700)
}
