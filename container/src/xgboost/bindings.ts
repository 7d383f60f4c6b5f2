/**
 * XGBoost 3.2's C API (`include/xgboost/c_api.h`), one function here for each function there, under its C name.
 *
 * Memory: what goes in (matrices, labels, models) is copied by XGBoost before the call returns; the buffers of
 * Broadcast and Allreduce are changed in place. Texts that come out are copied by koffi. Arrays that come out belong
 * to XGBoost and live until the next call on the same handle: decode them at once.
 * Threads: the communicator and the last error belong to the thread that calls, so koffi's `.async()` must not be used.
 */
import koffi, { type LibraryHandle } from 'koffi';
import { loadLibrary } from './library';

/** A pointer to something that XGBoost owns. */
export type Handle = bigint;
/** Where a C function writes a result. */
export type Out<Value> = [Value | null];
/** 0, or -1 after an error. */
type Status = number;
/** A C integer of 64 bits: koffi gives a bigint only where a number would lose digits. */
type Long = number | bigint;

export type Bindings = ReturnType<typeof bind>;

/** A JavaScript function as C calls it. It must be given back to koffi. */
export type Callback = bigint;

let bindings: Bindings | undefined;

/**
 * Lends JavaScript functions to C calls: `DataIterResetCallback` and `XGDMatrixCallbackNext` of `c_api.h`.
 * They must not throw, because C++ cannot go on after that.
 */
export function withIterator<Result>(
  { reset, next }: { readonly reset: () => void; readonly next: () => boolean },
  use: (reset: Callback, next: Callback) => Result,
): Result {
  const onReset = koffi.register(reset, koffi.pointer(koffi.proto('void', ['void *'])));
  const onNext = koffi.register(() => (next() ? 1 : 0), koffi.pointer(koffi.proto('int', ['void *'])));
  try {
    return use(onReset, onNext);
  } finally {
    koffi.unregister(onReset);
    koffi.unregister(onNext);
  }
}

/** The bindings of this thread; the library is loaded at the first call. */
export function xgboost(): Bindings {
  bindings ??= bind(loadLibrary());
  return bindings;
}

function bind(library: LibraryHandle) {
  const c = <Call>(prototype: string): Call => library.func(prototype) as unknown as Call;
  return {
    XGBoostVersion: c<(major: Out<number>, minor: Out<number>, patch: Out<number>) => void>(
      'void XGBoostVersion(_Out_ int *major, _Out_ int *minor, _Out_ int *patch)',
    ),
    XGBuildInfo: c<(out: Out<string>) => Status>('int XGBuildInfo(_Out_ const char **out)'),
    XGBGetLastError: c<() => string>('const char *XGBGetLastError()'),
    XGBSetGlobalConfig: c<(config: string) => Status>('int XGBSetGlobalConfig(const char *config)'),

    XGDMatrixCreateFromColumnar: c<(data: string, config: string, out: Out<Handle>) => Status>(
      'int XGDMatrixCreateFromColumnar(const char *data, const char *config, _Out_ void **out)',
    ),
    XGProxyDMatrixCreate: c<(out: Out<Handle>) => Status>('int XGProxyDMatrixCreate(_Out_ void **out)'),
    XGDMatrixSetInfoFromInterface: c<(handle: Handle, field: string, data: string) => Status>(
      'int XGDMatrixSetInfoFromInterface(void *handle, const char *field, const char *data)',
    ),
    XGDMatrixSetStrFeatureInfo: c<(handle: Handle, field: string, features: readonly string[], size: number) => Status>(
      'int XGDMatrixSetStrFeatureInfo(void *handle, const char *field, const char **features, uint64_t size)',
    ),
    XGProxyDMatrixSetDataColumnar: c<(handle: Handle, data: string) => Status>(
      'int XGProxyDMatrixSetDataColumnar(void *handle, const char *data)',
    ),
    XGQuantileDMatrixCreateFromCallback: c<
      (
        iter: null,
        proxy: Handle,
        ref: Handle | null,
        reset: Callback,
        next: Callback,
        config: string,
        out: Out<Handle>,
      ) => Status
    >(
      'int XGQuantileDMatrixCreateFromCallback(void *iter, void *proxy, void *ref, void *reset, void *next, const char *config, _Out_ void **out)',
    ),
    XGDMatrixNumRow: c<(handle: Handle, out: Out<Long>) => Status>(
      'int XGDMatrixNumRow(void *handle, _Out_ uint64_t *out)',
    ),
    XGDMatrixNumCol: c<(handle: Handle, out: Out<Long>) => Status>(
      'int XGDMatrixNumCol(void *handle, _Out_ uint64_t *out)',
    ),
    XGDMatrixFree: c<(handle: Handle) => Status>('int XGDMatrixFree(void *handle)'),

    XGBoosterCreate: c<(dmats: readonly Handle[], len: number, out: Out<Handle>) => Status>(
      'int XGBoosterCreate(void **dmats, uint64_t len, _Out_ void **out)',
    ),
    XGBoosterFree: c<(handle: Handle) => Status>('int XGBoosterFree(void *handle)'),
    XGBoosterSetParam: c<(handle: Handle, name: string, value: string) => Status>(
      'int XGBoosterSetParam(void *handle, const char *name, const char *value)',
    ),
    XGBoosterUpdateOneIter: c<(handle: Handle, iter: number, dtrain: Handle) => Status>(
      'int XGBoosterUpdateOneIter(void *handle, int iter, void *dtrain)',
    ),
    XGBoosterEvalOneIter: c<
      (
        handle: Handle,
        iter: number,
        dmats: readonly Handle[],
        evnames: readonly string[],
        len: number,
        out_result: Out<string>,
      ) => Status
    >(
      'int XGBoosterEvalOneIter(void *handle, int iter, void **dmats, const char **evnames, uint64_t len, _Out_ const char **out_result)',
    ),
    XGBoosterBoostedRounds: c<(handle: Handle, out: Out<number>) => Status>(
      'int XGBoosterBoostedRounds(void *handle, _Out_ int *out)',
    ),
    XGBoosterSlice: c<
      (handle: Handle, begin_layer: number, end_layer: number, step: number, out: Out<Handle>) => Status
    >('int XGBoosterSlice(void *handle, int begin_layer, int end_layer, int step, _Out_ void **out)'),
    XGBoosterGetNumFeature: c<(handle: Handle, out: Out<Long>) => Status>(
      'int XGBoosterGetNumFeature(void *handle, _Out_ uint64_t *out)',
    ),
    XGBoosterPredictFromDense: c<
      (
        handle: Handle,
        values: string,
        config: string,
        m: Handle | null,
        out_shape: Out<Handle>,
        out_dim: Out<Long>,
        out_result: Out<Handle>,
      ) => Status
    >(
      'int XGBoosterPredictFromDense(void *handle, const char *values, const char *config, void *m, _Out_ void **out_shape, _Out_ uint64_t *out_dim, _Out_ void **out_result)',
    ),
    XGBoosterPredictFromDMatrix: c<
      (
        handle: Handle,
        dmat: Handle,
        config: string,
        out_shape: Out<Handle>,
        out_dim: Out<Long>,
        out_result: Out<Handle>,
      ) => Status
    >(
      'int XGBoosterPredictFromDMatrix(void *handle, void *dmat, const char *config, _Out_ void **out_shape, _Out_ uint64_t *out_dim, _Out_ void **out_result)',
    ),
    XGBoosterFeatureScore: c<
      (
        handle: Handle,
        config: string,
        out_n_features: Out<Long>,
        out_features: Out<Handle>,
        out_dim: Out<Long>,
        out_shape: Out<Handle>,
        out_scores: Out<Handle>,
      ) => Status
    >(
      'int XGBoosterFeatureScore(void *handle, const char *config, _Out_ uint64_t *out_n_features, _Out_ void **out_features, _Out_ uint64_t *out_dim, _Out_ void **out_shape, _Out_ void **out_scores)',
    ),
    XGBoosterSaveJsonConfig: c<(handle: Handle, out_len: Out<Long>, out_str: Out<string>) => Status>(
      'int XGBoosterSaveJsonConfig(void *handle, _Out_ uint64_t *out_len, _Out_ const char **out_str)',
    ),
    XGBoosterLoadModelFromBuffer: c<(handle: Handle, buf: Uint8Array, len: number) => Status>(
      'int XGBoosterLoadModelFromBuffer(void *handle, const void *buf, uint64_t len)',
    ),
    XGBoosterSaveModelToBuffer: c<
      (handle: Handle, config: string, out_len: Out<Long>, out_dptr: Out<Handle>) => Status
    >(
      'int XGBoosterSaveModelToBuffer(void *handle, const char *config, _Out_ uint64_t *out_len, _Out_ void **out_dptr)',
    ),
    XGBoosterGetAttr: c<(handle: Handle, key: string, out: Out<string>, success: Out<number>) => Status>(
      'int XGBoosterGetAttr(void *handle, const char *key, _Out_ const char **out, _Out_ int *success)',
    ),
    XGBoosterGetStrFeatureInfo: c<(handle: Handle, field: string, len: Out<Long>, out_features: Out<Handle>) => Status>(
      'int XGBoosterGetStrFeatureInfo(void *handle, const char *field, _Out_ uint64_t *len, _Out_ void **out_features)',
    ),
    XGBoosterSetAttr: c<(handle: Handle, key: string, value: string | null) => Status>(
      'int XGBoosterSetAttr(void *handle, const char *key, const char *value)',
    ),

    XGTrackerCreate: c<(config: string, handle: Out<Handle>) => Status>(
      'int XGTrackerCreate(const char *config, _Out_ void **handle)',
    ),
    XGTrackerWorkerArgs: c<(handle: Handle, args: Out<string>) => Status>(
      'int XGTrackerWorkerArgs(void *handle, _Out_ const char **args)',
    ),
    XGTrackerRun: c<(handle: Handle, config: string) => Status>('int XGTrackerRun(void *handle, const char *config)'),
    XGTrackerWaitFor: c<(handle: Handle, config: string) => Status>(
      'int XGTrackerWaitFor(void *handle, const char *config)',
    ),
    XGTrackerFree: c<(handle: Handle) => Status>('int XGTrackerFree(void *handle)'),

    XGCommunicatorInit: c<(config: string) => Status>('int XGCommunicatorInit(const char *config)'),
    XGCommunicatorFinalize: c<() => Status>('int XGCommunicatorFinalize()'),
    XGCommunicatorGetRank: c<() => number>('int XGCommunicatorGetRank()'),
    XGCommunicatorGetWorldSize: c<() => number>('int XGCommunicatorGetWorldSize()'),
    XGCommunicatorBroadcast: c<(send_receive_buffer: Uint8Array, size: number, root: number) => Status>(
      'int XGCommunicatorBroadcast(void *send_receive_buffer, size_t size, int root)',
    ),
    XGCommunicatorAllreduce: c<
      (send_receive_buffer: Float64Array, count: number, data_type: number, op: number) => Status
    >('int XGCommunicatorAllreduce(void *send_receive_buffer, size_t count, int data_type, int op)'),
  };
}

/** The rest of the library's exported functions. A test fails when a new release adds or removes one. */
export const NOT_USED = {
  'global settings': ['XGBRegisterLogCallback', 'XGBGetGlobalConfig', 'XGBGetLastErrorCode'],
  'other sources of rows: our tables are columns': [
    'XGDMatrixCreateFromFile',
    'XGDMatrixCreateFromURI',
    'XGDMatrixCreateFromCSR',
    'XGDMatrixCreateFromCSC',
    'XGDMatrixCreateFromDense',
    'XGDMatrixCreateFromMat',
    'XGDMatrixCreateFromMat_omp',
    'XGDMatrixCreateFromDataIter',
    'XGDMatrixCreateFromCallback',
    'XGProxyDMatrixSetDataDense',
    'XGProxyDMatrixSetDataCSR',
    'XGExtMemQuantileDMatrixCreateFromCallback',
  ],
  'needs a GPU': [
    'XGDMatrixCreateFromCudaColumnar',
    'XGDMatrixCreateFromCudaArrayInterface',
    'XGProxyDMatrixSetDataCudaArrayInterface',
    'XGProxyDMatrixSetDataCudaColumnar',
    'XGBoosterPredictFromCudaArray',
    'XGBoosterPredictFromCudaColumnar',
  ],
  'matrices after they are made': [
    'XGDMatrixSliceDMatrix',
    'XGDMatrixSliceDMatrixEx',
    'XGDMatrixSaveBinary',
    'XGDMatrixSetFloatInfo',
    'XGDMatrixSetUIntInfo',
    'XGDMatrixSetDenseInfo',
    'XGDMatrixGetStrFeatureInfo',
    'XGDMatrixGetInfoRef',
    'XGDMatrixGetFloatInfo',
    'XGDMatrixGetUIntInfo',
    'XGDMatrixNumNonMissing',
    'XGDMatrixDataSplitMode',
    'XGDMatrixGetDataAsCSR',
    'XGDMatrixGetQuantileCut',
  ],
  'categories: text columns are refused': [
    'XGDMatrixGetCategories',
    'XGDMatrixGetCategoriesExportToArrow',
    'XGBoosterGetCategories',
    'XGBoosterGetCategoriesExportToArrow',
    'XGBCategoriesFree',
  ],
  'objectives of your own': ['XGBoosterBoostOneIter', 'XGBoosterTrainOneIter', 'XGBoosterTrainOneIterWithSplitGrad'],
  'other ways to predict, and looks into a model': [
    'XGBoosterPredict',
    'XGBoosterPredictFromColumnar',
    'XGBoosterPredictFromCSR',
    'XGBoosterDumpModel',
    'XGBoosterDumpModelEx',
    'XGBoosterDumpModelWithFeatures',
    'XGBoosterDumpModelExWithFeatures',
    'XGBoosterSetStrFeatureInfo',
    'XGBoosterGetAttrNames',
  ],
  'other ways to save, and snapshots': [
    'XGBoosterReset',
    'XGBoosterLoadModel',
    'XGBoosterSaveModel',
    'XGBoosterSerializeToBuffer',
    'XGBoosterUnserializeFromBuffer',
    'XGBoosterLoadJsonConfig',
  ],
  'other collective calls; SignalError makes the other hosts exit at once': [
    'XGCommunicatorIsDistributed',
    'XGCommunicatorPrint',
    'XGCommunicatorGetProcessorName',
    'XGCommunicatorAllgather',
    'XGCommunicatorSignalError',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;
