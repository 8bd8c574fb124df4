"""The Transformers of the samples, of PyTorch's own modules."""

import functools
import math

import numpy as np
import torch
from torch import nn

HEADS = 8


@functools.cache
def sinusoids(length, features, dtype):
    """Vaswani et al. 2017, section 3.5."""
    position = np.arange(length)[:, None]
    pair = np.arange(features) // 2 * 2
    angle = position / 10_000 ** (pair / features)
    table = np.where(np.arange(features) % 2 == 0, np.sin(angle), np.cos(angle))
    return torch.tensor(table).to(dtype)


@functools.cache
def causal(length):
    return torch.triu(torch.ones(length, length, dtype=torch.bool), 1)


def shape(features, dropout):
    return dict(dim_feedforward=4 * features, dropout=dropout, batch_first=True)


def embedded(embed, x):
    """Tokens, scaled, at their positions."""
    features = embed.embedding_dim
    return embed(x) * math.sqrt(features) + sinusoids(x.shape[1], features, embed.weight.dtype)


class Transformer(nn.Transformer):
    def __init__(self, tokens, features, layers, dropout=0.0):
        super().__init__(features, HEADS, layers, layers, **shape(features, dropout))
        self.embed = nn.Embedding(tokens, features)
        self.drop = nn.Dropout(dropout)

    def forward(self, source, target):
        padding = source == 0
        y = super().forward(
            self.drop(embedded(self.embed, source)),
            self.drop(embedded(self.embed, target)),
            tgt_mask=causal(target.shape[1]),
            src_key_padding_mask=padding,
            memory_key_padding_mask=padding,
        )
        return y @ self.embed.weight.T


class EncoderClassifier(nn.Module):
    def __init__(self, tokens, features, layers, dropout=0.0):
        super().__init__()
        self.embed = nn.Embedding(tokens, features)
        self.drop = nn.Dropout(dropout)
        layer = nn.TransformerEncoderLayer(features, HEADS, **shape(features, dropout))
        self.encoder = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.logits = nn.Linear(features, 4)

    def forward(self, x):
        padding = x == 0
        y = self.encoder(self.drop(embedded(self.embed, x)), src_key_padding_mask=padding)
        counted = (~padding).to(y.dtype)[:, :, None]
        return self.logits((y * counted).sum(1) / counted.sum(1))


class DecoderLanguageModel(nn.Module):
    def __init__(self, length, tokens, features, layers, dropout=0.0):
        super().__init__()
        self.embed = nn.Embedding(tokens, features)
        self.positions = nn.Embedding(length, features)
        self.drop = nn.Dropout(dropout)
        layer = nn.TransformerEncoderLayer(
            features, HEADS, activation="gelu", norm_first=True, **shape(features, dropout)
        )
        layer.dropout = nn.Identity()  # none between the two products of the feed-forward layer
        self.decoder = nn.TransformerEncoder(
            layer, layers, norm=nn.LayerNorm(features), enable_nested_tensor=False
        )

    def forward(self, x):
        y = self.drop(self.embed(x) * math.sqrt(self.embed.embedding_dim) + self.positions.weight)
        return self.decoder(y, mask=causal(x.shape[1])) @ self.embed.weight.T
