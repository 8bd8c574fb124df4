"""Rewrites ../resources/torchvision: the names and shapes of the tensors that torchvision publishes."""

import pathlib

import torchvision.models as published

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "resources" / "torchvision"

NETWORKS = {
    "AlexNet": published.alexnet,
    "DenseNet121": published.densenet121,
    "GoogLeNet": lambda: published.GoogLeNet(init_weights=False),
    "ResNet18": published.resnet18,
    "ResNet50": published.resnet50,
    "Vgg11Norm": published.vgg11_bn,
    "Vgg19": published.vgg19,
}

FOLDER.mkdir(parents=True, exist_ok=True)
for name, network in NETWORKS.items():
    with open(FOLDER / (name + ".txt"), "w") as out:
        for tensor, values in network().state_dict().items():
            print(tensor, *values.shape, file=out)
