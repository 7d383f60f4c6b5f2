// danfojs-node needs only TensorFlow's tensors and CSV reading; its own dependency downloads a native library of
// several hundred megabytes at install. This package answers to the same name with the pure JavaScript CPU backend.
const core = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');

// danfo's scalers call these as methods of a tensor, which tfjs-core alone does not add.
const CHAINED_OPERATIONS = [
  'abs',
  'add',
  'concat',
  'div',
  'equal',
  'exp',
  'greater',
  'isNaN',
  'less',
  'log',
  'max',
  'mean',
  'min',
  'mul',
  'pow',
  'reshape',
  'sqrt',
  'square',
  'squaredDifference',
  'sub',
  'sum',
  'transpose',
];
for (const name of CHAINED_OPERATIONS) {
  core.Tensor.prototype[name] ??= function chained(...rest) {
    return core[name](this, ...rest);
  };
}

module.exports = { ...core, data: require('@tensorflow/tfjs-data') };
