import StenoAudio
package import StenoFeatures

/// What the model hears. Frames are 25 ms long and 10 ms apart, centered on their own 10 ms, and the signal is
/// mirrored at its ends, so that the shortest recording has a frame for every 10 ms.
package struct FeatureRecipe: Codable, Equatable, Sendable {
    package enum Normalization: String, Codable, Sendable {
        /// To mean 0 and variance 1 of the training set; the statistics are part of the model.
        case global
        /// To mean 0 and variance 1 of each utterance; not for streaming models.
        case utterance
        case none
    }

    package var sampleRate = 16_000
    /// Mel bands.
    package var bins = 80
    /// The least and the greatest frequency heard, in hertz. Speech that was recorded at 8 kHz has nothing above
    /// 4,000: a model trained on it should not listen there.
    package var hertz: [Float] = [20, 7_600]
    /// What full scale stands for when energies are floored: with `unit`, digital silence is as quiet as a quiet
    /// room, with `int16`, Kaldi's, it is far quieter than any recording.
    package var sampleScale = SampleScale.unit
    package var normalization = Normalization.global
    /// Frames of zeros, the mean, that the model reads after the end of every utterance, so that a model that decides
    /// late can still say the last letters.
    package var endPadding = 20

    package init() {}

    enum CodingKeys: String, CodingKey {
        case bins, hertz, normalization
        case sampleRate = "sample_rate"
        case sampleScale = "sample_scale"
        case endPadding = "end_padding_frames"
    }

    /// The features before normalization.
    package var options: FeatureOptions {
        var options = FbankOptions()
        options.frames.sampleRate = SampleRate(hertz: sampleRate)
        options.frames.edges = .reflected
        options.frames.sampleScale = sampleScale
        options.mel = MelOptions(binCount: bins)
        options.mel.lowestHertz = hertz[0]
        options.mel.highestHertz = hertz[1]
        return .fbank(options)
    }

    func check(_ check: inout RangeCheck) {
        check.atLeast(1, bins, "features.bins")
        check.atLeast(0, endPadding, "features.end_padding_frames")
        check.require(
            (1_000...96_000).contains(sampleRate), "features.sample_rate", sampleRate, "from 1000 to 96000")
        let range = hertz.map(Double.init)
        check.range(range, atLeast: 0, "features.hertz")
        check.require(
            range.count < 2 || range[1] <= Double(sampleRate) / 2, "features.hertz", hertz,
            "nothing above half of features.sample_rate")
    }
}
