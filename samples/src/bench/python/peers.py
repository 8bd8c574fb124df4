"""The networks of the samples by their names there, each of the size it is declared with, and their losses."""

import pathlib
import sys

import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "test/python"))
import attention  # noqa: E402
from record import NETWORKS  # noqa: E402
from recording import cross_entropy  # noqa: E402

# Of those that vectors are recorded of: the names of the files.
RECORDED = {
    "ResNet20": "resnet20-cifar",
    "Plain20": "plain20-cifar",
    "DenseNet40": "densenet40-cifar",
    "DenseNetBC100": "densenet-bc100-cifar",
    "DeeplySupervised": "deeply-supervised",
    "AlexNet": "alexnet",
    "DenseNet121": "densenet121",
    "GoogLeNet": "googlenet",
}
for layers in (56, 110):
    RECORDED["ResNet%d" % layers] = "resnet%d-cifar" % layers
RECORDED["Plain56"] = "plain56-cifar"
for layers in (110, 164):
    RECORDED["PreActivationResNet%d" % layers] = "preactivation%d-cifar" % layers
for kind in ("Relu", "Tanh", "Sigmoid"):
    RECORDED[kind + "FourLayers"] = kind.lower() + "-four"
for kind in ("Sigmoid", "Relu", "Residual"):
    RECORDED[kind + "Perceptron"] = kind.lower() + "10"
for layers in (11, 16, 19):
    RECORDED["Vgg%d" % layers] = "vgg%d" % layers
    RECORDED["Vgg%dNorm" % layers] = "vgg%d-norm" % layers
for layers in (18, 34, 50, 101, 152):
    RECORDED["ResNet%d" % layers] = "resnet%d" % layers


def total(losses):
    return lambda outputs, target: losses(outputs, target)[1]


def per_position(**settings):
    return lambda outputs, target: F.cross_entropy(outputs.flatten(0, 1), target.flatten(), **settings)


SMALL = dict(tokens=10_000, features=128, layers=4, dropout=0.1)
BASE = dict(tokens=37_000, features=512, layers=6, dropout=0.1)

TRANSFORMERS = {
    "EncoderClassifier": (lambda: attention.EncoderClassifier(**SMALL), total(cross_entropy())),
    "DecoderLanguageModel": (lambda: attention.DecoderLanguageModel(128, **SMALL), per_position()),
    "Transformer": (
        lambda: attention.Transformer(**BASE),
        per_position(ignore_index=0, label_smoothing=0.1),
    ),
}


def named(name):
    """The module and its loss, or nothing if there is none of the name."""
    if name in TRANSFORMERS:
        network, loss = TRANSFORMERS[name]
        return network(), loss
    if name in RECORDED:
        settings, network, arguments = NETWORKS[RECORDED[name]]
        return network(*arguments), total(settings.get("losses", cross_entropy()))
    return None
