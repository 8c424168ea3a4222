import StenoKernels
package import StenoTensor

/// Layers of long short-term memory, one above the other, with PyTorch's parameters and names
/// (`weight_ih_l0`, `bias_hh_l1_reverse`, …).
///
/// Between the layers stand, where asked for, a linear projection to fewer features (`projections.0.weight`), a layer
/// norm (`norms.0.weight`) and dropout; PyTorch's own module has the last only, and not after its last layer.
package struct LSTM: Module {
    /// The sizes and choices of the layers.
    package struct Options: Sendable, Hashable, Codable {
        /// Features of the input.
        package var inputs: Int
        /// H, the cells of one layer and direction.
        package var width: Int
        package var layers: Int
        /// Whether each layer also reads the sequence backward; then it cannot stream.
        package var isBidirectional: Bool
        /// Features that each layer's output is projected to.
        package var projection: Int?
        /// Whether each layer's output is normalized.
        package var isNormalized: Bool
        /// Between layers.
        package var dropout: Float

        package init(
            inputs: Int, width: Int, layers: Int = 1, isBidirectional: Bool = false, projection: Int? = nil,
            isNormalized: Bool = false, dropout: Float = 0
        ) {
            self.inputs = inputs
            self.width = width
            self.layers = layers
            self.isBidirectional = isBidirectional
            self.projection = projection
            self.isNormalized = isNormalized
            self.dropout = dropout
        }

        /// Features of the output.
        package var outputs: Int { projection ?? width * (isBidirectional ? 2 : 1) }
    }

    /// The state of every layer, for streaming.
    package struct State: Sendable {
        package var layers: [LSTMState]
    }

    package let options: Options
    /// One or two directions for each layer.
    let directions: [[LSTMDirectionParameters]]
    let projections: [Linear]
    let norms: [LayerNorm]

    /// Layers with weights drawn as PyTorch draws them.
    package init(_ options: Options, using generator: inout SeededGenerator) {
        self.options = options
        var inputs = options.inputs
        var (directions, projections) = ([[LSTMDirectionParameters]](), [Linear]())
        let wide = options.width * (options.isBidirectional ? 2 : 1)
        for _ in 0..<options.layers {
            directions.append(
                (0..<(options.isBidirectional ? 2 : 1)).map { _ in
                    LSTMDirectionParameters(inputs: inputs, width: options.width, using: &generator)
                })
            if let projection = options.projection {
                projections.append(
                    Linear(inputs: wide, outputs: projection, hasBias: false, using: &generator))
            }
            inputs = options.outputs
        }
        self.directions = directions
        self.projections = projections
        norms =
            options.isNormalized ? (0..<options.layers).map { _ in LayerNorm(width: options.outputs) } : []
    }

    package var parts: [ModulePart] {
        var parts: [ModulePart] = []
        for (layer, pair) in directions.enumerated() {
            for (direction, parameters) in pair.enumerated() {
                parts += parameters.parts(suffix: "_l\(layer)" + (direction == 1 ? "_reverse" : ""))
            }
        }
        parts += projections.enumerated().map { ModulePart("projections.\($0.offset)", .module($0.element)) }
        parts += norms.enumerated().map { ModulePart("norms.\($0.offset)", .module($0.element)) }
        return parts
    }

    /// Reads whole sequences.
    ///
    /// - Parameters:
    ///   - x: `[B, T, inputs]`
    ///   - lengths: Frames of each sequence, `[B]`; what lies beyond is not read and gives 0 (before projections and
    ///     norms).
    /// - Returns: `[B, T, outputs]`
    package func callAsFunction(_ x: Tensor, lengths: [Int]) -> Tensor {
        layerOutputs(x, lengths: lengths).last ?? x
    }

    /// Reads whole sequences and gives what every layer makes of them.
    ///
    /// - Returns: `[B, T, outputs]` of each layer, the lowest first; all but the last after dropout.
    package func layerOutputs(_ x: Tensor, lengths: [Int]) -> [Tensor] {
        var all: [Tensor] = []
        var y = x
        for layer in 0..<options.layers {
            y = finish(read(y, lengths, directions[layer]), layer)
            all.append(y)
        }
        return all
    }

    /// One layer's directions side by side, `[B, T, 2H]`; at inference each on threads of its own.
    private func read(_ x: Tensor, _ lengths: [Int], _ directions: [LSTMDirectionParameters]) -> Tensor {
        func read(_ x: Tensor, _ direction: Int) -> Tensor {
            var state = LSTMState(batch: x.shape[0], width: options.width)
            return x.lstm(
                directions[direction].weights, lengths: lengths,
                direction: direction == 0 ? .forward : .backward, state: &state)
        }
        guard x.tape == nil else {
            return .concatenated(directions.indices.map { read(x, $0) }, along: 2)
        }
        let outputs = x.workers.map(directions.count) { read(x.using($1), $0) }
        return .concatenated(outputs, along: 2).using(x.workers)
    }

    /// The state before the first frame.
    package func initialState(batch: Int = 1) -> State {
        State(layers: (0..<options.layers).map { _ in LSTMState(batch: batch, width: options.width) })
    }

    /// Reads the next frames of streams, of one direction only.
    ///
    /// - Parameters:
    ///   - x: `[B, t, inputs]`
    ///   - state: After the frames before; moved on.
    /// - Returns: `[B, t, outputs]`, what reading the whole sequence gives for these frames.
    package func callAsFunction(_ x: Tensor, state: inout State) -> Tensor {
        precondition(!options.isBidirectional, "a bidirectional LSTM needs the whole sequence")
        let lengths = Array(repeating: x.shape[1], count: x.shape[0])
        var y = x
        for layer in 0..<options.layers {
            y = finish(
                y.lstm(directions[layer][0].weights, lengths: lengths, state: &state.layers[layer]), layer)
        }
        return y
    }

    private func finish(_ y: Tensor, _ layer: Int) -> Tensor {
        var y = y
        if !projections.isEmpty { y = projections[layer](y) }
        if !norms.isEmpty { y = norms[layer](y) }
        return layer + 1 < options.layers ? y.dropout(options.dropout) : y
    }
}

/// The parameters of one direction of one layer; gates in the order i, f, g, o.
struct LSTMDirectionParameters: Sendable {
    /// `[4H, inputs]`, `[4H, H]`
    let weightIh, weightHh: Parameter
    /// `[4H]`
    let biasIh, biasHh: Parameter

    init(inputs: Int, width: Int, using generator: inout SeededGenerator) {
        weightIh = .weight([4 * width, inputs], fanIn: width, using: &generator)
        weightHh = .weight([4 * width, width], fanIn: width, using: &generator)
        biasIh = .weight([4 * width], fanIn: width, using: &generator)
        biasHh = .weight([4 * width], fanIn: width, using: &generator)
    }

    var weights: LSTMWeights {
        LSTMWeights(
            input: weightIh.tensor, recurrent: weightHh.tensor, inputBias: biasIh.tensor,
            recurrentBias: biasHh.tensor)
    }

    func parts(suffix: String) -> [ModulePart] {
        [
            ModulePart("weight_ih" + suffix, .parameter(weightIh)),
            ModulePart("weight_hh" + suffix, .parameter(weightHh)),
            ModulePart("bias_ih" + suffix, .parameter(biasIh)),
            ModulePart("bias_hh" + suffix, .parameter(biasHh)),
        ]
    }
}
