"""Trains one model of RecBole on rows that are divided already, and prints a line when training begins and after each epoch.

Arguments: model, folder of X.train.inter, X.valid.inter and X.test.inter (X is its name), and settings in JSON.
"""

import json
import logging
import sys
from pathlib import Path

import torch
from recbole.config import Config
from recbole.data import create_dataset, data_preparation
from recbole.utils import get_model, get_trainer, init_seed


def main() -> None:
    model_name, data, settings = sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3])
    torch.set_num_threads(settings["threads"])
    d = settings["dimension"]
    options = {
        "data_path": str(data.parent),
        "benchmark_filename": ["train", "valid", "test"],
        "load_col": {"inter": ["session_id", "item_id_list", "item_id"]},
        "USER_ID_FIELD": "session_id",
        "ITEM_ID_FIELD": "item_id",
        "alias_of_item_id": ["item_id_list"],
        "MAX_ITEM_LIST_LENGTH": settings["longest"],
        "train_neg_sample_args": None,
        "loss_type": "CE",
        "epochs": settings["epochs"],
        "stopping_step": settings["epochs"],
        "train_batch_size": settings["batch"],
        "eval_batch_size": settings["batch"],
        "learning_rate": settings["rate"],
        "weight_decay": 0.0,
        "eval_args": {"group_by": "user", "order": "TO", "mode": "full"},
        "metrics": ["MRR", "Hit"],
        "topk": [20],
        "valid_metric": "MRR@20",
        "metric_decimal_place": 6,
        "seed": settings["seed"],
        "reproducibility": True,
        "use_gpu": False,
        "gpu_id": "",
        "state": "ERROR",
        "show_progress": False,
        "checkpoint_dir": str(data / "saved"),
        "embedding_size": d,
        "hidden_size": d,
        "step": 1,
        "num_layers": 1,
        "n_layers": 2,
        "n_heads": 2,
        "inner_size": 4 * d,
        "hidden_dropout_prob": 0.2,
        "attn_dropout_prob": 0.2,
        "dropout_prob": 0.0,
    }
    # Config reads the command line, too.
    sys.argv = sys.argv[:1]
    config = Config(model=model_name, dataset=data.name, config_dict=options)
    init_seed(config["seed"], config["reproducibility"])
    logging.getLogger().setLevel(logging.ERROR)
    dataset = create_dataset(config)
    train, valid, _ = data_preparation(config, dataset)
    model = get_model(config["model"])(config, train.dataset).to(config["device"])
    trainer = get_trainer(config["MODEL_TYPE"], config["model"])(config, model)
    rows = len(train.dataset)
    print(f"begin {rows} rows {dataset.item_num - 1} items", flush=True)
    trainer.fit(
        train,
        valid,
        verbose=False,
        saved=False,
        callback_fn=lambda epoch, score: print(f"epoch {epoch + 1} {score:.6f}", flush=True),
    )


if __name__ == "__main__":
    main()
