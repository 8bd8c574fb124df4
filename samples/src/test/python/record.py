"""Rewrites ../resources/vectors, all of it or the networks that are named: python3 record.py resnet50 vgg19"""

import sys

import torchvision.models as published

import models
from recording import record

CIFAR = dict(shape=(3, 16, 16), classes=10)
PLAIN = dict(CIFAR, bias=1.0)
IMAGENET = dict(shape=(3, 64, 64), classes=1000, bias=0.25)

NETWORKS = {}
for layers in (20, 32, 44, 56, 110):
    NETWORKS["resnet%d-cifar" % layers] = CIFAR, models.CifarResNet, (layers,)
    NETWORKS["plain%d-cifar" % layers] = PLAIN, models.CifarResNet, (layers, False)
NETWORKS["preactivation110-cifar"] = CIFAR, models.PreActivationResNet, (110,)
NETWORKS["preactivation164-cifar"] = CIFAR, models.PreActivationResNet, (164, True)
for layers in (18, 34, 50, 101, 152):
    settings = dict(IMAGENET, bias=0.5, margin=5e-5) if layers > 100 else IMAGENET
    NETWORKS["resnet%d" % layers] = settings, getattr(published, "resnet%d" % layers), ()

if __name__ == "__main__":
    for name in sys.argv[1:] or NETWORKS:
        settings, network, arguments = NETWORKS[name]
        record(name, network(*arguments), **settings)
