import StenoAudio

/// The names in `preprocessor_config.json`.
enum FeatureKey: String, CodingKey {
    case extractor = "feature_extractor_type"
    case featureCount = "feature_size"
    case sampleRate = "sampling_rate"
    case windowLength = "win_length"
    case hopLength = "hop_length"
    case window = "win_function"
    case preemphasis
    case removesMean = "remove_dc_offset"
    case edges
    case sampleScale = "sample_scale"
    case dither
    case ditherSeed = "dither_seed"
    case melBins = "num_mel_bins"
    case lowestHertz = "frequency_min"
    case highestHertz = "frequency_max"
    case spectrum
    case takesLog = "log"
    case coefficients = "num_ceps"
    case lifter = "cepstral_lifter"
    case energy
    case energyFloor = "energy_floor"
    case normalization
    case normalizesVariance = "normalize_vars"
    case mean
    case deviation = "std"
}

typealias FeatureContainer = KeyedEncodingContainer<FeatureKey>

extension KeyedDecodingContainer<FeatureKey> {
    /// Replaces a default by the value that is there.
    func read<Value: Decodable>(_ key: FeatureKey, into value: inout Value) throws {
        if let found = try decodeIfPresent(Value.self, forKey: key) { value = found }
    }
}

extension FrameOptions {
    func encode(into container: inout FeatureContainer) throws {
        let framing = try Framing(self)
        try container.encode(sampleRate, forKey: .sampleRate)
        try container.encode(framing.length, forKey: .windowLength)
        try container.encode(framing.shift, forKey: .hopLength)
        try container.encode(window, forKey: .window)
        try container.encode(preemphasis, forKey: .preemphasis)
        try container.encode(removesMean, forKey: .removesMean)
        try container.encode(edges, forKey: .edges)
        try container.encode(sampleScale, forKey: .sampleScale)
        try container.encode(dither?.deviation ?? 0, forKey: .dither)
        try container.encodeIfPresent(dither?.seed, forKey: .ditherSeed)
    }

    init(from container: KeyedDecodingContainer<FeatureKey>) throws {
        try container.read(.sampleRate, into: &sampleRate)
        if let length = try container.decodeIfPresent(Int.self, forKey: .windowLength) {
            frameLength = sampleRate.duration(of: length)
        }
        if let shift = try container.decodeIfPresent(Int.self, forKey: .hopLength) {
            frameShift = sampleRate.duration(of: shift)
        }
        try container.read(.window, into: &window)
        try container.read(.preemphasis, into: &preemphasis)
        try container.read(.removesMean, into: &removesMean)
        try container.read(.edges, into: &edges)
        try container.read(.sampleScale, into: &sampleScale)
        if let deviation = try container.decodeIfPresent(Float.self, forKey: .dither), deviation > 0 {
            let seed = try container.decodeIfPresent(UInt64.self, forKey: .ditherSeed)
            dither = Dither(deviation: deviation, seed: seed ?? 0)
        }
    }
}

extension MelOptions {
    func encode(into container: inout FeatureContainer) throws {
        try container.encode(binCount, forKey: .melBins)
        try container.encode(lowestHertz, forKey: .lowestHertz)
        try container.encodeIfPresent(highestHertz, forKey: .highestHertz)
    }

    mutating func read(from container: KeyedDecodingContainer<FeatureKey>) throws {
        try container.read(.melBins, into: &binCount)
        try container.read(.lowestHertz, into: &lowestHertz)
        highestHertz = try container.decodeIfPresent(Float.self, forKey: .highestHertz)
    }
}

extension FbankOptions {
    func encode(into container: inout FeatureContainer) throws {
        try frames.encode(into: &container)
        try mel.encode(into: &container)
        try container.encode(mel.binCount + (energy == nil ? 0 : 1), forKey: .featureCount)
        try container.encode(spectrum, forKey: .spectrum)
        try container.encode(takesLog, forKey: .takesLog)
        try container.encodeIfPresent(energy, forKey: .energy)
        try container.encode(energyFloor, forKey: .energyFloor)
    }

    init(from container: KeyedDecodingContainer<FeatureKey>) throws {
        frames = try FrameOptions(from: container)
        try mel.read(from: container)
        try container.read(.spectrum, into: &spectrum)
        try container.read(.takesLog, into: &takesLog)
        energy = try container.decodeIfPresent(FrameEnergy.self, forKey: .energy)
        try container.read(.energyFloor, into: &energyFloor)
    }
}

extension MFCCOptions {
    func encode(into container: inout FeatureContainer) throws {
        try frames.encode(into: &container)
        try mel.encode(into: &container)
        try container.encode(coefficientCount, forKey: .featureCount)
        try container.encode(coefficientCount, forKey: .coefficients)
        try container.encode(lifter, forKey: .lifter)
        try container.encode(energy, forKey: .energy)
        try container.encode(energyFloor, forKey: .energyFloor)
    }

    init(from container: KeyedDecodingContainer<FeatureKey>) throws {
        frames = try FrameOptions(from: container)
        try mel.read(from: container)
        try container.read(.coefficients, into: &coefficientCount)
        try container.read(.lifter, into: &lifter)
        if container.contains(.energy) {
            energy = try container.decodeIfPresent(FrameEnergy.self, forKey: .energy)
        }
        try container.read(.energyFloor, into: &energyFloor)
    }
}

extension SpectrogramOptions {
    func encode(into container: inout FeatureContainer) throws {
        try frames.encode(into: &container)
        try container.encode(energy, forKey: .energy)
        try container.encode(energyFloor, forKey: .energyFloor)
    }

    init(from container: KeyedDecodingContainer<FeatureKey>) throws {
        frames = try FrameOptions(from: container)
        if container.contains(.energy) {
            energy = try container.decodeIfPresent(FrameEnergy.self, forKey: .energy)
        }
        try container.read(.energyFloor, into: &energyFloor)
    }
}

extension FeatureNormalization {
    private enum Kind: String, Codable {
        case none, global, utterance
    }

    func encode(into container: inout FeatureContainer) throws {
        switch self {
        case .none: try container.encode(Kind.none, forKey: .normalization)
        case .global(let mean, let deviation):
            try container.encode(Kind.global, forKey: .normalization)
            try container.encode(mean, forKey: .mean)
            try container.encode(deviation, forKey: .deviation)
        case .utterance(let scalesVariance):
            try container.encode(Kind.utterance, forKey: .normalization)
            try container.encode(scalesVariance, forKey: .normalizesVariance)
        }
    }

    init(from container: KeyedDecodingContainer<FeatureKey>) throws {
        switch try container.decodeIfPresent(Kind.self, forKey: .normalization) ?? .none {
        case .none: self = .none
        case .global:
            self = .global(
                mean: try container.decode([Float].self, forKey: .mean),
                deviation: try container.decode([Float].self, forKey: .deviation))
        case .utterance:
            self = .utterance(
                scalesVariance: try container.decodeIfPresent(Bool.self, forKey: .normalizesVariance) ?? false
            )
        }
    }
}
