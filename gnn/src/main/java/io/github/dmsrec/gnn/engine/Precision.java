package io.github.dmsrec.gnn.engine;

import org.bytedeco.pytorch.global.torch.ScalarType;

/** The number type of tensors: {@link #FLOAT} for work, {@link #DOUBLE} for gradient checks. */
public enum Precision {
    FLOAT(ScalarType.Float),
    DOUBLE(ScalarType.Double);

    final ScalarType scalarType;

    Precision(ScalarType scalarType) {
        this.scalarType = scalarType;
    }
}
