"""Rewrites ../resources/vectors, all of it or the networks that are named: python3 record.py resnet50 vgg19"""

import sys

import torch

import models
from recording import cross_entropy, record

CIFAR = dict(shape=(3, 16, 16), classes=10)
PLAIN = dict(CIFAR, bias=1.0)
DIGITS = dict(shape=(1, 28, 28), classes=10)
FOUR = dict(shape=(3, 32, 32), classes=10)
SUPERVISED = dict(CIFAR, losses=cross_entropy(companion1=0.3, companion2=0.3))
IMAGENET = dict(shape=(3, 64, 64), classes=1000, bias=0.25)
LARGER = dict(IMAGENET, shape=(3, 96, 96))
SUPERVISED_LARGER = dict(LARGER, margin=5e-5, losses=cross_entropy(aux1=0.3, aux2=0.3))


def published(name):
    """A network of torchvision's, which is imported when it is made: most do without."""

    def network(*arguments):
        import torchvision.models

        return getattr(torchvision.models, name)(*arguments)

    return network


def googlenet(*arguments):
    """Its heads in the order of their names, which torchvision's versions return in either order."""
    network = published("GoogLeNet")(*arguments)
    heads = {}
    for name in ("aux1", "aux2"):
        getattr(network, name).register_forward_hook(
            lambda module, inputs, output, name=name: heads.update({name: output})
        )
    network.register_forward_hook(
        lambda module, inputs, output: (output[0], heads["aux1"], heads["aux2"])
        if isinstance(output, tuple)
        else output
    )
    return network


NETWORKS = {}
for layers in (20, 32, 44, 56, 110):
    NETWORKS["resnet%d-cifar" % layers] = CIFAR, models.CifarResNet, (layers,)
    NETWORKS["plain%d-cifar" % layers] = PLAIN, models.CifarResNet, (layers, False)
NETWORKS["preactivation110-cifar"] = CIFAR, models.PreActivationResNet, (110,)
NETWORKS["preactivation164-cifar"] = CIFAR, models.PreActivationResNet, (164, True)
for layers in (2, 10, 30):
    NETWORKS["sigmoid%d" % layers] = DIGITS, models.Perceptron, (layers, torch.sigmoid)
    NETWORKS["relu%d" % layers] = DIGITS, models.Perceptron, (layers,)
    NETWORKS["residual%d" % layers] = dict(DIGITS, gain=0.25), models.Perceptron, (layers, models.relu, True)
NETWORKS["relu-four"] = FOUR, models.FourLayers, ()
NETWORKS["tanh-four"] = FOUR, models.FourLayers, (torch.tanh,)
NETWORKS["sigmoid-four"] = FOUR, models.FourLayers, (torch.sigmoid,)
NETWORKS["densenet40-cifar"] = CIFAR, models.CifarDenseNet, (40, False)
NETWORKS["densenet-bc100-cifar"] = CIFAR, models.CifarDenseNet, (100, True)
NETWORKS["deeply-supervised"] = SUPERVISED, models.DeeplySupervised, ()
NETWORKS["densenet121"] = dict(IMAGENET, margin=5e-5), published("densenet121"), ()
NETWORKS["alexnet"] = LARGER, published("alexnet"), ()
NETWORKS["googlenet"] = SUPERVISED_LARGER, googlenet, (1000, True, False, False)
for layers in (11, 16, 19):
    NETWORKS["vgg%d" % layers] = IMAGENET, published("vgg%d" % layers), ()
    settings = dict(IMAGENET, margin=5e-5) if layers == 19 else IMAGENET
    NETWORKS["vgg%d-norm" % layers] = settings, published("vgg%d_bn" % layers), ()
for layers in (18, 34, 50, 101, 152):
    settings = dict(IMAGENET, bias=0.5, margin=5e-5) if layers > 100 else IMAGENET
    NETWORKS["resnet%d" % layers] = settings, published("resnet%d" % layers), ()

if __name__ == "__main__":
    for name in sys.argv[1:] or NETWORKS:
        settings, network, arguments = NETWORKS[name]
        record(name, network(*arguments), **settings)
