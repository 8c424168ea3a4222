import StenoAcousticModel

extension Recipe {
    /// Refuses values that no training can use.
    package func validate() throws(RecipeError) {
        var check = RangeCheck()
        data.check(&check)
        features.check(&check)
        checkStreaming(&check)
        batches.check(&check)
        augmentation.check(&check)
        objective.check(&check, augmentation.specAugment)
        optimizer.check(&check)
        training.check(&check)
        try check.finish()
        do { try model.validate() } catch {
            throw .outOfRange(path: "model", value: "not possible", allowed: error.description)
        }
    }
}

extension Recipe {
    private func checkStreaming(_ check: inout RangeCheck) {
        check.require(
            !model.isStreaming || features.normalization != .utterance, "features.normalization", "utterance",
            "global or none in a streaming model, since a stream never knows the whole utterance")
    }
}

/// Collects what is out of range; the first thing found is reported.
struct RangeCheck {
    private var error: RecipeError?

    mutating func require(_ holds: Bool, _ path: String, _ value: some Any, _ allowed: String) {
        guard !holds, error == nil else { return }
        error = .outOfRange(path: path, value: "\(value)", allowed: allowed)
    }

    mutating func positive(_ value: Double, _ path: String) {
        require(value > 0 && value.isFinite, path, value, "above 0")
    }

    mutating func atLeast(_ least: Int, _ value: Int, _ path: String) {
        require(value >= least, path, value, "\(least) or more")
    }

    mutating func probability(_ value: Double, _ path: String) {
        require((0...1).contains(value), path, value, "from 0 to 1")
    }

    /// A range as a list of its least and its greatest value.
    mutating func range(_ bounds: [Double], atLeast least: Double = -.infinity, _ path: String) {
        let holds =
            bounds.count == 2 && bounds.allSatisfy { $0.isFinite && $0 >= least } && bounds[0] <= bounds[1]
        require(holds, path, bounds, "[least, greatest]" + (least.isFinite ? ", both \(least) or more" : ""))
    }

    func finish() throws(RecipeError) {
        if let error { throw error }
    }
}

extension DataRecipe {
    func check(_ check: inout RangeCheck) {
        check.require(!train.isEmpty, "data.train", train, "at least one manifest")
        check.require(!dev.isEmpty, "data.dev", dev, "at least one manifest")
        check.atLeast(1, repeats, "data.repeats")
        check.positive(maximumSeconds, "data.max_seconds")
        check.atLeast(0, cacheMegabytes, "data.cache_megabytes")
    }
}

extension BatchRecipe {
    func check(_ check: inout RangeCheck) {
        check.positive(maximumSeconds, "batches.max_seconds")
        check.atLeast(1, maximumCount, "batches.max_utterances")
        check.atLeast(1, accumulate, "batches.accumulate")
        check.atLeast(1, shards, "batches.shards")
    }
}

extension AugmentationRecipe {
    func check(_ check: inout RangeCheck) {
        let path = "augmentation"
        check.probability(concatenation.probability, "\(path).concatenation.probability")
        check.atLeast(1, concatenation.longest, "\(path).concatenation.longest")
        check.positive(concatenation.maximumSeconds, "\(path).concatenation.max_seconds")
        check.range(concatenation.pauseSeconds, atLeast: 0, "\(path).concatenation.pause_seconds")
        check.range(concatenation.edgeSeconds, atLeast: 0, "\(path).concatenation.edge_seconds")
        let speeds = speed.factors
        check.require(
            !speeds.isEmpty && speeds.allSatisfy { (0.5...2).contains($0) }, "\(path).speed.factors", speeds,
            "a list of factors from 0.5 to 2")
        volume.check(&check, "\(path).volume")
        noise.check(&check, "\(path).noise")
        rooms.check(&check, "\(path).rooms")
        specAugment.check(&check, "\(path).spec_augment")
    }
}

extension VoiceAugmentation {
    func check(_ check: inout RangeCheck) {
        let path = "augmentation"
        rooms.check(&check, "\(path).rooms")
        noise.check(&check, "\(path).noise")
        check.probability(noiseReduction.probability, "\(path).noise_reduction.probability")
        check.range(noiseReduction.decibels, atLeast: 0, "\(path).noise_reduction.decibels")
        volume.check(&check, "\(path).volume")
        check.probability(coloration.probability, "\(path).coloration.probability")
        check.require(
            coloration.decibels >= 0, "\(path).coloration.decibels", coloration.decibels, "0 or more")
        check.probability(telephone, "\(path).telephone")
    }
}

extension VolumePerturbation {
    fileprivate func check(_ check: inout RangeCheck, _ path: String) {
        check.probability(probability, "\(path).probability")
        check.range(decibels, "\(path).decibels")
    }
}

extension NoiseMixing {
    fileprivate func check(_ check: inout RangeCheck, _ path: String) {
        check.probability(probability, "\(path).probability")
        check.probability(generated, "\(path).generated")
        check.range(decibels, "\(path).decibels")
        check.probability(alone, "\(path).alone")
    }
}

extension RoomSimulation {
    fileprivate func check(_ check: inout RangeCheck, _ path: String) {
        check.probability(probability, "\(path).probability")
        check.require(
            probability == 0 || !folders.isEmpty, "\(path).folders", folders,
            "at least one folder of impulse responses, or a probability of 0")
    }
}

extension SpecAugment {
    fileprivate func check(_ check: inout RangeCheck, _ path: String) {
        check.atLeast(0, frequencyMasks, "\(path).frequency_masks")
        check.atLeast(0, frequencyWidth, "\(path).frequency_width")
        check.atLeast(0, timeMasks, "\(path).time_masks")
        check.probability(timeFraction, "\(path).time_fraction")
    }
}

extension OptimizerRecipe {
    func check(_ check: inout RangeCheck) {
        check.require((0..<1).contains(momentum), "optimizer.momentum", momentum, "from 0 to below 1")
        check.require(
            (0..<1).contains(secondMomentum), "optimizer.second_momentum", secondMomentum, "from 0 to below 1"
        )
        check.require(weightDecay >= 0, "optimizer.weight_decay", weightDecay, "0 or more")
        check.positive(clipNorm, "optimizer.clip_norm")
    }
}

extension TrainingRecipe {
    func check(_ check: inout RangeCheck) {
        check.atLeast(1, epochs, "training.epochs")
        check.atLeast(0, plainEpochs, "training.plain_epochs")
        check.atLeast(1, patience, "training.patience")
        check.atLeast(1, checkpointSteps, "training.checkpoint_steps")
        check.atLeast(1, averageBest, "training.average_best")
        check.require(
            (0..<1).contains(averageDecay), "training.average_decay", averageDecay, "from 0 to below 1")
        check.atLeast(1, logSteps, "training.log_steps")
    }
}
