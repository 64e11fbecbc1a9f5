package main

import (
	"context"

	"github.com/container-storage-interface/spec/lib/go/csi"
)

// identity passes the calls of the Identity service on.
type identity struct {
	csi.UnimplementedIdentityServer
	client csi.IdentityClient
}

func (s identity) GetPluginInfo(ctx context.Context, req *csi.GetPluginInfoRequest) (*csi.GetPluginInfoResponse, error) {
	return s.client.GetPluginInfo(ctx, req)
}

func (s identity) GetPluginCapabilities(ctx context.Context, req *csi.GetPluginCapabilitiesRequest) (*csi.GetPluginCapabilitiesResponse, error) {
	return s.client.GetPluginCapabilities(ctx, req)
}

func (s identity) Probe(ctx context.Context, req *csi.ProbeRequest) (*csi.ProbeResponse, error) {
	return s.client.Probe(ctx, req)
}

// controller passes the calls of the Controller service on.
type controller struct {
	csi.UnimplementedControllerServer
	client csi.ControllerClient
}

func (s controller) CreateVolume(ctx context.Context, req *csi.CreateVolumeRequest) (*csi.CreateVolumeResponse, error) {
	return s.client.CreateVolume(ctx, req)
}

func (s controller) DeleteVolume(ctx context.Context, req *csi.DeleteVolumeRequest) (*csi.DeleteVolumeResponse, error) {
	return s.client.DeleteVolume(ctx, req)
}

func (s controller) ControllerPublishVolume(ctx context.Context, req *csi.ControllerPublishVolumeRequest) (*csi.ControllerPublishVolumeResponse, error) {
	return s.client.ControllerPublishVolume(ctx, req)
}

func (s controller) ControllerUnpublishVolume(ctx context.Context, req *csi.ControllerUnpublishVolumeRequest) (*csi.ControllerUnpublishVolumeResponse, error) {
	return s.client.ControllerUnpublishVolume(ctx, req)
}

func (s controller) ValidateVolumeCapabilities(ctx context.Context, req *csi.ValidateVolumeCapabilitiesRequest) (*csi.ValidateVolumeCapabilitiesResponse, error) {
	return s.client.ValidateVolumeCapabilities(ctx, req)
}

func (s controller) ListVolumes(ctx context.Context, req *csi.ListVolumesRequest) (*csi.ListVolumesResponse, error) {
	return s.client.ListVolumes(ctx, req)
}

func (s controller) GetCapacity(ctx context.Context, req *csi.GetCapacityRequest) (*csi.GetCapacityResponse, error) {
	return s.client.GetCapacity(ctx, req)
}

func (s controller) ControllerGetCapabilities(ctx context.Context, req *csi.ControllerGetCapabilitiesRequest) (*csi.ControllerGetCapabilitiesResponse, error) {
	return s.client.ControllerGetCapabilities(ctx, req)
}

func (s controller) CreateSnapshot(ctx context.Context, req *csi.CreateSnapshotRequest) (*csi.CreateSnapshotResponse, error) {
	return s.client.CreateSnapshot(ctx, req)
}

func (s controller) DeleteSnapshot(ctx context.Context, req *csi.DeleteSnapshotRequest) (*csi.DeleteSnapshotResponse, error) {
	return s.client.DeleteSnapshot(ctx, req)
}

func (s controller) ListSnapshots(ctx context.Context, req *csi.ListSnapshotsRequest) (*csi.ListSnapshotsResponse, error) {
	return s.client.ListSnapshots(ctx, req)
}

func (s controller) GetSnapshot(ctx context.Context, req *csi.GetSnapshotRequest) (*csi.GetSnapshotResponse, error) {
	return s.client.GetSnapshot(ctx, req)
}

func (s controller) ControllerExpandVolume(ctx context.Context, req *csi.ControllerExpandVolumeRequest) (*csi.ControllerExpandVolumeResponse, error) {
	return s.client.ControllerExpandVolume(ctx, req)
}

func (s controller) ControllerGetVolume(ctx context.Context, req *csi.ControllerGetVolumeRequest) (*csi.ControllerGetVolumeResponse, error) {
	return s.client.ControllerGetVolume(ctx, req)
}

func (s controller) ControllerModifyVolume(ctx context.Context, req *csi.ControllerModifyVolumeRequest) (*csi.ControllerModifyVolumeResponse, error) {
	return s.client.ControllerModifyVolume(ctx, req)
}

// node passes the calls of the Node service on.
type node struct {
	csi.UnimplementedNodeServer
	client csi.NodeClient
}

func (s node) NodeStageVolume(ctx context.Context, req *csi.NodeStageVolumeRequest) (*csi.NodeStageVolumeResponse, error) {
	return s.client.NodeStageVolume(ctx, req)
}

func (s node) NodeUnstageVolume(ctx context.Context, req *csi.NodeUnstageVolumeRequest) (*csi.NodeUnstageVolumeResponse, error) {
	return s.client.NodeUnstageVolume(ctx, req)
}

func (s node) NodePublishVolume(ctx context.Context, req *csi.NodePublishVolumeRequest) (*csi.NodePublishVolumeResponse, error) {
	return s.client.NodePublishVolume(ctx, req)
}

func (s node) NodeUnpublishVolume(ctx context.Context, req *csi.NodeUnpublishVolumeRequest) (*csi.NodeUnpublishVolumeResponse, error) {
	return s.client.NodeUnpublishVolume(ctx, req)
}

func (s node) NodeGetVolumeStats(ctx context.Context, req *csi.NodeGetVolumeStatsRequest) (*csi.NodeGetVolumeStatsResponse, error) {
	return s.client.NodeGetVolumeStats(ctx, req)
}

func (s node) NodeExpandVolume(ctx context.Context, req *csi.NodeExpandVolumeRequest) (*csi.NodeExpandVolumeResponse, error) {
	return s.client.NodeExpandVolume(ctx, req)
}

func (s node) NodeGetCapabilities(ctx context.Context, req *csi.NodeGetCapabilitiesRequest) (*csi.NodeGetCapabilitiesResponse, error) {
	return s.client.NodeGetCapabilities(ctx, req)
}

func (s node) NodeGetInfo(ctx context.Context, req *csi.NodeGetInfoRequest) (*csi.NodeGetInfoResponse, error) {
	return s.client.NodeGetInfo(ctx, req)
}
