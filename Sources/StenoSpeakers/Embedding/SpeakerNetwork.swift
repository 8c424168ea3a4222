package import StenoNN
package import StenoTensor

/// From log-mel energies to a voice: a time-delay network over frames, statistics over any set of them, and a
/// projection (the x-vector of Snyder et al. 2018, made smaller, with two frames to a step).
///
/// The frames see a fixed stretch of time around them and nothing is added at the ends, so a stream computes each
/// once; the statistics are sums over frames, so the voice in any word or turn is had from the frames it shares with
/// others.
package struct SpeakerNetwork: Module {
    /// The sizes of a network.
    package struct Configuration: Hashable, Codable, Sendable {
        /// F
        package var melBins = 80
        /// Features between the layers.
        package var width = 256
        /// Features whose statistics are taken.
        package var pooledWidth = 512
        /// Coordinates of an embedding.
        package var embeddingWidth = 128
        /// Steps between the three taps of each layer after the first.
        package var dilations = [2, 3]

        package init() {}

        enum CodingKeys: String, CodingKey {
            case melBins = "mel_bins"
            case width
            case pooledWidth = "pooled_width"
            case embeddingWidth = "embedding_width"
            case dilations
        }
    }

    package let inputNorm: BatchNorm
    package let layers: [TimeDelayLayer]
    package let pooledNorm: BatchNorm
    package let projection: Linear
    package let embeddingNorm: BatchNorm

    package init(_ configuration: Configuration, using generator: inout SeededGenerator) {
        let (width, pooled) = (configuration.width, configuration.pooledWidth)
        inputNorm = BatchNorm(width: configuration.melBins)
        var layers = [
            TimeDelayLayer(
                inputs: Self.framesPerStep * configuration.melBins, outputs: width, kernel: 3, dilation: 1,
                using: &generator)
        ]
        for dilation in configuration.dilations {
            layers.append(
                TimeDelayLayer(
                    inputs: width, outputs: width, kernel: 3, dilation: dilation, using: &generator))
        }
        layers.append(
            TimeDelayLayer(inputs: width, outputs: pooled, kernel: 1, dilation: 1, using: &generator))
        self.layers = layers
        pooledNorm = BatchNorm(width: 2 * pooled)
        projection = Linear(inputs: 2 * pooled, outputs: configuration.embeddingWidth, using: &generator)
        embeddingNorm = BatchNorm(width: configuration.embeddingWidth)
    }

    /// Input frames that become one step.
    package static let framesPerStep = 2
    /// Seconds from one step to the next, with features every 10 ms.
    package static let secondsPerStep = 0.02

    /// How many more steps go in than come out.
    package var context: Int { layers.reduce(0) { $0 + $1.convolution.context } }

    /// What the layers see of the input: normalized, and steps of two frames each.
    ///
    /// - Parameter features: Log-mel energies, `[B, 2T, F]`.
    /// - Returns: `[B, T, 2F]`
    package func steps(of features: Tensor) -> Tensor {
        let (batch, frames, bins) = (features.shape[0], features.shape[1], features.shape[2])
        return inputNorm(features.clamped(above: Self.quietestInput))
            .reshaped(to: [batch, frames / Self.framesPerStep, Self.framesPerStep * bins])
    }

    /// The log energy below which a band hears nothing. The noise of 16-bit samples lies there; what is below differs
    /// between codecs, resamplers and telephone lines, and says nothing of a voice.
    package static let quietestInput: Float = 4

    /// - Parameter steps: `[B, T, 2F]`
    /// - Returns: Frame-level features, `[B, T - context, P]`.
    package func frames(of steps: Tensor) -> Tensor {
        layers.reduce(steps) { x, layer in layer(x) }
    }

    /// - Parameter statistics: Means and deviations of frame-level features, `[B, 2P]`.
    /// - Returns: Embeddings before they are scaled to unit length, `[B, E]`.
    package func embeddings(of statistics: Tensor) -> Tensor {
        embeddingNorm(projection(pooledNorm(statistics)))
    }

    /// The whole way, for training.
    ///
    /// - Parameter features: Log-mel energies, `[B, 2T, F]`.
    /// - Returns: Embeddings before they are scaled to unit length, `[B, E]`.
    package func callAsFunction(_ features: Tensor) -> Tensor {
        embeddings(of: frames(of: steps(of: features)).statisticsPooled())
    }
}

/// One layer over time: a dilated convolution, a rectifier and batch normalization.
package struct TimeDelayLayer: Module {
    package let convolution: TimeConvolution
    package let norm: BatchNorm

    init(inputs: Int, outputs: Int, kernel: Int, dilation: Int, using generator: inout SeededGenerator) {
        convolution = TimeConvolution(
            inputs: inputs, outputs: outputs, kernel: kernel, dilation: dilation, using: &generator)
        norm = BatchNorm(width: outputs)
    }

    /// - Parameter x: `[B, T, D]`
    /// - Returns: `[B, T - context, N]`
    package func callAsFunction(_ x: Tensor) -> Tensor {
        norm(convolution(x).clamped(above: 0))
    }
}
